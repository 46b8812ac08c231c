from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('provinces', '0001_units'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='source',
            options={'permissions': [('import_tables', 'Can import reference tables'), ('export_tables', 'Can export tables')], 'verbose_name': 'source', 'verbose_name_plural': 'sources'},
        ),
    ]
