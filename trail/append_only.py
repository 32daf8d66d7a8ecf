"""Tables that only grow: one trigger that refuses UPDATE, DELETE and TRUNCATE.

`pgtrigger` can switch its own triggers off from application code (`pgtrigger.ignore`, a session setting). For
a record that must hold against its own application that is a back door, so this trigger does not look at the
setting: only the owner of the table can lift it.

Use it in a model's Meta: `triggers = [AppendOnly()]`.
"""

import pgtrigger
from django.db.models import Model
from pgtrigger import compiler


class FirmTriggerSql(compiler.UpsertTriggerSql):
    """The SQL that sets the trigger up. Migrations refer to it: change it only under another name."""

    def get_template(self) -> str:
        return """
            CREATE OR REPLACE FUNCTION {pgid}()
            RETURNS TRIGGER AS $$
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE TRIGGER {pgid}
                {when} {operation} ON {table}
                FOR EACH {level}
                EXECUTE PROCEDURE {execute};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class AppendOnly(pgtrigger.Trigger):
    """Refuses every statement that would change, remove or empty; raises django.db.InternalError."""

    name = "append_only"
    when = pgtrigger.Before
    level = pgtrigger.Statement
    operation = pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate
    func = "RAISE EXCEPTION '% only grows: % refused', TG_TABLE_NAME, TG_OP;"

    # The package's own hints say `Model` where it passes the class.
    def compile(self, model: type[Model]) -> compiler.Trigger:  # type: ignore[override]
        sql = FirmTriggerSql(
            pgid=self.get_pgid(model),  # type: ignore[arg-type]
            func=self.render_func(model),  # type: ignore[arg-type]
            table=model._meta.db_table,
            when=self.when,
            operation=self.operation,
            level=self.level,
        )
        return compiler.Trigger(name=self.name, sql=sql)
