"""The text of a version can be changed while it is a draft and never again: the database refuses it."""

from typing import Any

import pgtrigger
from pgtrigger import compiler

from trail.append_only import FirmTriggerSql


class FrozenText(pgtrigger.Trigger):
    """Refuses every change to a clause of a version that is no draft; raises django.db.InternalError.

    It locks the version, so that a clause cannot slip in while somebody submits the draft. Like the triggers
    of the trail it cannot be switched off from the portal.
    """

    name = "frozen_text"
    when = pgtrigger.Before
    level = pgtrigger.Row
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    func = """
        IF TG_OP <> 'INSERT' THEN
            PERFORM 1 FROM policy_protocolversion WHERE id = OLD.version_id AND state = 'draft' FOR SHARE;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'the text of version % is frozen: % refused', OLD.version_id, TG_OP;
            END IF;
        END IF;
        IF TG_OP <> 'DELETE' THEN
            PERFORM 1 FROM policy_protocolversion WHERE id = NEW.version_id AND state = 'draft' FOR SHARE;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'the text of version % is frozen: % refused', NEW.version_id, TG_OP;
            END IF;
            RETURN NEW;
        END IF;
        RETURN OLD;
    """

    def compile(self, model: Any) -> compiler.Trigger:
        return _firm(self, model)


class NoTruncate(pgtrigger.Trigger):
    """Refuses to empty the table at once, which triggers per row do not see."""

    name = "no_truncate"
    when = pgtrigger.Before
    level = pgtrigger.Statement
    operation = pgtrigger.Truncate
    func = "RAISE EXCEPTION '% holds what was published: % refused', TG_TABLE_NAME, TG_OP;"

    def compile(self, model: Any) -> compiler.Trigger:
        return _firm(self, model)


def _firm(trigger: pgtrigger.Trigger, model: Any) -> compiler.Trigger:
    sql = FirmTriggerSql(
        pgid=trigger.get_pgid(model),
        func=trigger.render_func(model),
        table=model._meta.db_table,
        when=trigger.when,
        operation=trigger.operation,
        level=trigger.level,
    )
    return compiler.Trigger(name=trigger.name, sql=sql)
