// A live desk of a simulated account: told from every other at a glance, read-only until somebody says who they are, and what is
// ordered on it is meant, made once, and can be traced at Stripe.
import { randomUUID } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import { expect, test, type RunningApp, type Stripe } from './fixture.ts'
import {
  auditRows,
  auditScreen,
  callByBridge,
  closeDialog,
  confirmStep,
  connectByBridge,
  countdown,
  deskOf,
  goToDesk,
  liveBar,
  openPayment,
  openRefundForm,
  orderLiveRefund,
  passphrase,
  rail,
  refundForm,
  refundsScreen,
  reviewRefund,
  sendNow,
  settingsScreen,
  unlock,
  unlockDialog,
  untilCurrent,
  untilLocked,
} from './support/operator.ts'

test('a live desk wears its mode everywhere it is seen, also from outside', async ({ live }) => {
  const { app, page, stripe } = live
  await expect(page).toHaveTitle(`LIVE · ${stripe.accountName} · Payments — Bursar`)
  await expect(liveBar(page)).toContainText(/LIVE.*real money/)
  await expect(rail(page)).toContainText('Real money')
  const edge = page.locator('.live-edge')
  await expect(edge).toHaveCSS('position', 'fixed')
  expect(await edge.boundingBox()).toMatchObject({ x: 0, y: 0, ...page.viewportSize() })

  // Nothing that is scrolled to carries the bar away.
  await settingsScreen(page)
  await page.getByRole('heading', { name: 'About' }).evaluate((heading) => heading.scrollIntoView())
  await expect(page.getByRole('heading', { name: 'About' })).toBeInViewport()
  await expect(liveBar(page)).toBeInViewport({ ratio: 1 })
  await expect.poll(() => app.windowTitle()).toBe(`LIVE · ${stripe.accountName} · Settings — Bursar`)
  if (app.double === null) return
  await expect.poll(() => marks(app).at(-1)).toMatch(/live/i)

  // A desk whose money is not real leaves no mark behind.
  await page.evaluate(() => {
    window.location.hash = '#/'
  })
  await expect(page.getByRole('heading', { name: 'Your desks' })).toBeVisible()
  await expect(edge).toHaveCount(0)
  await expect.poll(() => marks(app).at(-1)).not.toMatch(/live/i)
  await expect.poll(() => app.windowTitle()).toBe('Bursar')
})

test('at 200 % zoom the lock is whole beside the time that is left, and every screen of the rail can be hit', async ({
  live: { page },
}) => {
  const before = page.viewportSize()
  await page.setViewportSize({ width: 640, height: 400 })
  try {
    const bar = liveBar(page)
    await expectWhole(bar.getByRole('button', { name: /Unlock/ }), bar)
    await unlock(page)
    await expectWhole(countdown(page), bar)
    await expectWhole(bar.getByRole('button', { name: 'Lock' }), bar)
    const [time, lock] = [
      await endsOf(countdown(page)),
      await endsOf(bar.getByRole('button', { name: 'Lock' })),
    ]
    expect(time.right).toBeLessThanOrEqual(lock.left)

    await settingsScreen(page)
    await expect(rail(page).getByRole('link', { name: 'Settings' })).toBeInViewport({ ratio: 1 })
    for (const link of await rail(page).getByRole('link').all())
      expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(24)
  } finally {
    if (before) await page.setViewportSize(before)
  }
})

test('the first refund asks for a passphrase, then for the amount, and is made once, traceable at Stripe', async ({
  launch,
  serveStripe,
}) => {
  test.setTimeout(120_000)
  const stripe = await serveStripe(liveSize)
  const { page } = await launch()
  await connectByBridge(page, stripe.keys.restrictedLive, stripe.baseUrl)
  await untilCurrent(page)
  const [payment] = stripe.livePayments()
  const shown = await openPayment(page, payment?.id ?? '')
  await expect(shown.getByRole('button', { name: /Unlock to refund/ })).toBeVisible()
  await untilLocked(page)

  await page.keyboard.press('r')
  const question = unlockDialog(page)
  await expect(question).toContainText('Set a passphrase for this desk first.')
  await question.getByLabel('New passphrase').fill('short')
  await question.getByLabel('The same again').fill('short')
  await expect(question.getByText('Use at least 8 characters.')).toBeVisible()
  await expect(question.getByRole('button', { name: 'Set it and unlock' })).toBeDisabled()
  await question.getByLabel('New passphrase').fill(passphrase)
  await question.getByLabel('The same again').fill(passphrase)
  await page.keyboard.press('Enter')
  // The refund that was wanted is where it leads to.
  await expect(refundForm(page).getByText('Checked with Stripe')).toBeVisible({ timeout: 20_000 })
  await expect(refundForm(page)).toContainText('Live and unlocked: real money moves.')
  await expect(countdown(page)).toContainText(/Unlocked [0-5]:\d\d/)

  await refundForm(page).getByLabel('Amount in EUR').fill('20')
  await refundForm(page)
    .getByRole('button', { name: /^Review the refund/ })
    .dblclick()
  const step = confirmStep(page)
  await expect(step).toContainText(/LIVE.*Refund €20\.00 of real money/)
  await holdDown(page, 'Enter')
  await step.getByLabel(/^Type the amount/).fill('2.00')
  await holdDown(page, 'Enter')
  await expect(step).toContainText('That is €2.00, not €20.00.')
  await expect(step.getByRole('button', { name: /^Yes, refund/ })).toBeDisabled()
  expect(await orders(page)).toEqual([])
  await step.getByLabel(/^Type the amount/).fill('20.00')
  await expect(step.getByRole('button', { name: /^Yes, refund/ })).toBeEnabled()
  await page.keyboard.press('Enter')
  await expect(refundForm(page).getByText('Refund held')).toBeVisible()
  await sendNow(refundForm(page))
  await expect(refundForm(page).getByText(/is refunded/)).toBeVisible()

  const made = stripe.refundsOf(payment?.id ?? '', 'live')
  const [order] = await orders(page)
  expect(made).toMatchObject([
    { amount: 2000, metadata: { bursar_order: order?.id, bursar_operator: expect.stringMatching(/./) } },
  ])
  expect(
    [...stripe.ledger('test').refunds.values()].flatMap(({ metadata }) => Object.keys(metadata)),
  ).not.toContain('bursar_order')
})

test('where the policy asks for a yes alone, going on as before is not one', async ({
  live: { page, stripe, deskId },
}) => {
  const { policy } = await deskOf(page, deskId)
  const limits = [{ currency: 'eur', perOrder: null, perDay: null, typeAbove: 1_000_000 }]
  await callByBridge(page, 'desk.setPolicy', { deskId, passphrase, policy: { ...policy, limits } })
  try {
    await unlock(page)
    const payment = await openNextPayment(page, stripe)
    const form = await openRefundForm(page)
    await form.getByLabel('Amount in EUR').fill('11')
    const pressed = pressWhenShown(page, 'form[aria-label="Confirm the refund"]', 'y')
    await form.getByRole('button', { name: /^Review the refund/ }).dblclick()
    await pressed
    await expect(confirmStep(page)).toContainText('Refund €11.00 of real money')
    await holdDown(page, 'Enter')
    await expect(confirmStep(page).getByRole('button', { name: /^Yes, refund/ })).toBeEnabled()
    expect((await orders(page)).filter(({ paymentIntentId }) => paymentIntentId === payment)).toEqual([])
    await page.keyboard.press('y')
    await expect(refundForm(page).getByText('Refund held')).toBeVisible()
    await page.keyboard.press('z')
    await expect(refundForm(page).getByText('Refund undone')).toBeVisible()
  } finally {
    await callByBridge(page, 'desk.setPolicy', { deskId, passphrase, policy })
  }
})

test('a key, a locked screen, sleep and going elsewhere lock it, each with its reason in the audit', async ({
  live: { app, page, deskId },
}) => {
  await unlock(page)
  await page.keyboard.press('Control+Shift+L')
  await untilLocked(page)
  await unlock(page)
  await goElsewhere(page, deskId)
  await untilLocked(page)
  const reasons = [/went elsewhere/, /the operator locked it/]
  for (const [event, reason] of [
    ['lock-screen', /the screen was locked/],
    ['suspend', /went to sleep/],
  ] as const) {
    if (app.double === null) continue
    await unlock(page)
    await app.double.control.emitPower(event)
    await untilLocked(page)
    reasons.unshift(reason)
  }
  await auditScreen(page)
  await page
    .getByRole('group', { name: 'Kind' })
    .getByRole('button', { name: /^Locks/ })
    .click()
  const locked = auditRows(page).filter({ hasText: 'Desk locked' })
  for (const [place, reason] of reasons.entries()) await expect(locked.nth(place)).toContainText(reason)
  await expect(auditRows(page).filter({ hasText: 'Desk unlocked' }).first()).toContainText('by passphrase')
  await expect(auditRows(page).filter({ hasText: 'Desk switched' }).first()).toBeVisible()
})

test('neither a reload of the page nor the passphrase again makes the time longer', async ({
  live: { page, deskId },
}) => {
  await unlock(page)
  const { unlockedUntil } = (await deskOf(page, deskId)).access
  await page.reload()
  await expect(countdown(page)).toBeVisible()
  expect((await deskOf(page, deskId)).access.unlockedUntil).toBe(unlockedUntil)
  const again = await callByBridge(page, 'desk.unlock', { deskId, passphrase })
  expect(again).toMatchObject({ ok: true, value: { access: { unlockedUntil } } })
  await page.keyboard.press('Control+Shift+L')
  await untilLocked(page)
})

test('what is held when the desk is locked is withdrawn, says why, and is never sent', async ({
  live: { page, stripe },
}) => {
  await unlock(page)
  const payment = await openNextPayment(page, stripe)
  const form = await orderLiveRefund(page, '12.00')
  await page.keyboard.press('Control+Shift+L')
  await expect(form).toContainText(/was not sent and never will be.*locked before the hold was over/)
  await closeDialog(page)
  await refundsScreen(page)
  const row = page
    .getByRole('main')
    .getByRole('row', { name: /12\.00/ })
    .first()
  await expect(row).toContainText('Never sent')
  await expect(row.getByTitle(/the operator locked it/)).toBeVisible()
  expect(stripe.refundsOf(payment, 'live')).toEqual([])
})

test('a form that is open when the desk is locked says so, and leads back to where it was', async ({
  live: { page, stripe },
}) => {
  await unlock(page)
  await openNextPayment(page, stripe)
  await reviewRefund(page, { amount: '13' })
  await page.keyboard.press('Control+Shift+L')
  await expect(page.getByRole('alert')).toContainText('The desk is locked now. Nothing was ordered.')
  await expect(confirmStep(page).getByRole('button', { name: /^Yes, refund/ })).toBeDisabled()
  await page.getByRole('alert').getByRole('button', { name: 'Unlock…' }).click()
  await unlockDialog(page).getByLabel('Passphrase').fill(passphrase)
  await page.keyboard.press('Enter')
  await expect(countdown(page)).toBeVisible({ timeout: 20_000 })
  await expect(confirmStep(page)).toContainText('€13.00')
  await page.keyboard.press('Escape')
})

test('orders past the face are refused: on a locked desk, without a confirmation, and with another amount', async ({
  live: { page, stripe, deskId },
}) => {
  const payment = nextPayment(stripe)
  const order = {
    deskId,
    orderId: randomUUID(),
    paymentIntentId: payment,
    amount: 1400,
    currency: 'eur',
    reason: null,
    note: null,
    customerLabel: null,
    confirmation: { how: 'typed', amount: '14.00' },
  } as const
  expect(await callByBridge(page, 'refund.place', order)).toMatchObject({ error: { code: 'locked' } })
  await unlock(page)
  for (const confirmation of [null, { how: 'agreed' }, { how: 'typed', amount: '41.00' }] as const)
    expect(await callByBridge(page, 'refund.place', { ...order, confirmation })).toMatchObject({
      error: { code: 'confirmation_missing' },
    })
  expect(stripe.refundsOf(payment, 'live')).toEqual([])
})

/** The first account's live mode is a tenth of this. */
const liveSize = { size: { customers: 200, payments: 2_000 } }

let taken = 0
/** Another one each time: what is held or refunded on one payment is no matter of the next spec. */
function nextPayment(stripe: Stripe): string {
  const payments = stripe.livePayments()
  const { id } = payments[taken++ % payments.length] ?? { id: '' }
  return id
}

async function openNextPayment(page: Page, stripe: Stripe): Promise<string> {
  const id = nextPayment(stripe)
  await openPayment(page, id)
  return id
}

async function orders(page: Page): Promise<{ id: string; paymentIntentId: string }[]> {
  const deskId = /desks\/([^/]+)/.exec(page.url())?.[1] ?? ''
  const listed = await callByBridge(page, 'orders.list', { deskId })
  if (!listed.ok) throw new Error(listed.error.message)
  return listed.value.rows
}

/** As a finger that stays on it does: the key comes again and again. */
/** Presses a key and holds it from the moment that something is shown: from out here that would be later the busier the machine is. */
function pressWhenShown(page: Page, selector: string, key: string): Promise<void> {
  return page.evaluate(
    (wanted) =>
      new Promise<void>((resolve) => {
        const watching = new MutationObserver(() => {
          if (document.querySelector(wanted.selector) === null) return
          watching.disconnect()
          // After the step has come to hear keys.
          setTimeout(() => {
            for (let time = 0; time < 12; time++)
              (document.activeElement ?? document.body).dispatchEvent(
                new KeyboardEvent('keydown', { key: wanted.key, repeat: time > 0, bubbles: true }),
              )
            resolve()
          }, 100)
        })
        watching.observe(document.body, { childList: true, subtree: true })
      }),
    { selector, key },
  )
}

async function holdDown(page: Page, key: string): Promise<void> {
  for (let time = 0; time < 12; time++) await page.keyboard.down(key)
  await page.keyboard.up(key)
}

async function goElsewhere(page: Page, deskId: string): Promise<void> {
  await page.evaluate(() => {
    window.location.hash = '#/'
  })
  await expect(page.getByRole('heading', { name: 'Your desks' })).toBeVisible()
  await goToDesk(page, deskId)
}

/** How the application was marked from outside, oldest first. */
function marks({ double }: RunningApp): string[] {
  return (double?.notices ?? []).flatMap((notice) => {
    if (notice.kind === 'icon') return [notice.path]
    return notice.kind === 'dock-badge' ? [notice.text] : []
  })
}

/** All of its words are seen, and inside the bar. */
async function expectWhole(part: Locator, bar: Locator): Promise<void> {
  expect(await part.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0)
  expect((await endsOf(part)).right).toBeLessThanOrEqual((await endsOf(bar)).right)
}

const endsOf = (part: Locator): Promise<{ left: number; right: number }> =>
  part.evaluate((element) => {
    const { left, right } = element.getBoundingClientRect()
    return { left, right }
  })
