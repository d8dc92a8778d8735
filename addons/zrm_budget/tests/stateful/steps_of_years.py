"""The end of a year: its clock, carrying forward, closing."""

from .steps import step
from .steps_of_bills import BillSteps


class Machine(BillSteps):
    """One story."""

    @step()
    def new_year(self, which, who, what):
        if which % 6 == 5:
            self.world.new_year()

    @step()
    def carry(self, which, who, what):
        """The officer carries what is held; the documents are decided one by one."""
        if which % 3:
            return
        town = self.town

        def propose(model):
            vals = {"period_id": town.period.id, "target_id": town.next_period.id}
            action = model.create({**vals, "with_rest": bool(what % 2)}).action_confirm()
            return action["domain"][0][2]

        made = self.world.act(town.officer, "carries", propose, self.env["zrm.budget.carry"])
        for document in self.env["zrm.budget.document"].browse(made or []):
            self.world.act(
                self.who(who, town.treasurer),
                "approves carrying",
                lambda own: own.action_approve(),
                document,
            )

    @step()
    def close(self, which, who, what):
        if which % 6 == 5:
            period = self.town.period
            self.world.act(
                self.who(who, self.town.officer), "closes", lambda own: own.action_close(), period
            )
