// What was ordered stands in the audit, chained; the chain can be verified, and exported for somebody who keeps its head.
import { expect, test } from './fixture.ts'
import { auditRows, auditScreen, openNewPayment, refund } from './support/operator.ts'

test('a refund stands in the audit with what became of it, and the chain is whole', async ({
  account: { page, stripe },
}) => {
  const id = await stripe.pay({ amount: 4200, currency: 'eur', name: 'Audited' })
  await openNewPayment(page, id)
  await refund(page, { amount: '20' }, /is refunded/)
  await auditScreen(page)
  await expect(auditRows(page).first()).toContainText(/refund/i)
  await auditRows(page).first().click()
  const shown = page.getByRole('complementary', { name: 'Entry' })
  await expect(shown).toContainText(id)
  await page.keyboard.press('v')
  const verdict = page.getByRole('dialog')
  await expect(verdict).toContainText('whole')
  await page.keyboard.press('Escape')
  const [made] = stripe.refundsOf(id)
  const { metadata } = stripe.ledger().refunds.get(made?.id ?? '') ?? { metadata: {} }
  expect(metadata).toMatchObject({ bursar_order: expect.any(String), bursar_operator: expect.any(String) })
})
