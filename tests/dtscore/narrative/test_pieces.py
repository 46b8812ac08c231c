from dtscore.narrative.pieces import Piece, capitalised, filled, listed, text_of


def test_filled_pattern_keeps_references_and_joins_the_words_between():
    sentence = filled("{unit} {rank}, {rest}.", unit="Huế", rank=Piece("hạng 1", "/x/"), rest=["a", "b"][0])

    assert sentence == (Piece("Huế "), Piece("hạng 1", "/x/"), Piece(", a."))


def test_list_names_the_last_one_with_its_own_joint():
    assert text_of(listed(["A", Piece("B", "/b/"), "C"], comma=", ", last=" và ")) == "A, B và C"


def test_sentence_begins_with_a_capital_letter_of_vietnamese():
    assert capitalised((Piece("đến nay", "/x/"),)) == (Piece("Đến nay", "/x/"),)
