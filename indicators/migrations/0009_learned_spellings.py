"""Which spellings an import taught, so that whoever undoes it may have them forgotten too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0008_scheduled_publications")]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="learned",
            field=models.JSONField(blank=True, default=list, verbose_name="spellings learned"),
        ),
    ]
