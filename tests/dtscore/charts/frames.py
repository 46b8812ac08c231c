"""Small frames of real figures, DTI of provinces 2022."""

import pandas as pd


def ranking_frame():
    """Three units with value and rank; the second's name has two lines on a chart."""
    return pd.DataFrame(
        {
            "name": ["Đà Nẵng", "Bà Rịa - Vũng Tàu mở rộng", "Trà Vinh"],
            "value": [0.8002, 0.5878, 0.6077],
            "text": ["0,8002", "0,5878", "0,6077"],
            "rank_text": ["xếp hạng 1/63", "", "xếp hạng 25/63"],
        },
        index=["da-nang", "ba-ria-vung-tau", "tra-vinh"],
    )


def groups_frame():
    """Two groups, the own value of the second unknown."""
    return pd.DataFrame(
        {
            "name": ["Hạ tầng số", "Nhận thức số"],
            "value": [0.654, float("nan")],
            "mean": [0.6154, float("nan")],
            "best": [0.8293, 1.0],
            "text": ["0,6540", ""],
        },
        index=["HT", "NT"],
    )


def trend_frame():
    """Two units over three editions and, in 2024, a second unit set; Trà Vinh has no value in 2021."""
    return pd.DataFrame(
        [
            ("Đà Nẵng", "2021", 0.6419, "0,6419", "63 tỉnh"),
            ("Trà Vinh", "2021", float("nan"), "", "63 tỉnh"),
            ("Đà Nẵng", "2022", 0.8002, "0,8002", "63 tỉnh"),
            ("Trà Vinh", "2022", 0.6077, "0,6077", "63 tỉnh"),
            ("Đà Nẵng", "2024", 0.8341, "0,8341", "63 tỉnh"),
            ("Trà Vinh", "2024", 0.6718, "0,6718", "63 tỉnh"),
            ("Đà Nẵng", "2024", 0.7056, "0,7056", "34 tỉnh"),
        ],
        columns=["series", "period", "value", "text", "unit_set"],
    )


def comparison_frame():
    """Two units in two groups; Bình Phước has no value in the second."""
    return pd.DataFrame(
        [
            ("HT", "Hạ tầng số", "tra-vinh", "Trà Vinh", 0.654, "0,6540"),
            ("HT", "Hạ tầng số", "binh-phuoc", "Bình Phước", 0.7207, "0,7207"),
            ("NT", "Nhận thức số", "tra-vinh", "Trà Vinh", 0.9, "0,9000"),
            ("NT", "Nhận thức số", "binh-phuoc", "Bình Phước", float("nan"), ""),
        ],
        columns=["group", "name", "unit", "unit_name", "value", "text"],
    )


def points_frame():
    """Two parts of the total of Trà Vinh, and what they had before."""
    return pd.DataFrame(
        {
            "name": ["5 nhóm nền tảng chung", "Hoạt động xã hội số"],
            "points": [500, 150],
            "reached": [343.0, 48.6],
            "reached_text": ["343,0", "48,6"],
            "missing_text": ["thiếu 157,0", "thiếu 101,4"],
            "before": [340.9, 48.6],
            "before_text": ["340,9", "48,6"],
        },
        index=["*", "XHS_HD"],
    )
