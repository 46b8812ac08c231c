"""Publishing scores is an act of its own, for who is assigned to publish a scorecard."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("indicators", "0006_field_versions")]

    operations = [
        migrations.AlterModelOptions(
            name="submission",
            options={
                "permissions": [
                    ("enter_scores", "Can enter self-scores and evidence"),
                    ("approve_submission", "Can approve a submission for its unit"),
                    ("verify_scores", "Can appraise scores"),
                    ("accept_submission", "Can accept an appraised submission"),
                    ("publish_scores", "Can publish scores by a decision"),
                    ("open_submissions", "Can open an edition for data entry"),
                    ("extend_deadline", "Can set and extend deadlines"),
                ],
                "verbose_name": "submission",
                "verbose_name_plural": "submissions",
            },
        ),
    ]
