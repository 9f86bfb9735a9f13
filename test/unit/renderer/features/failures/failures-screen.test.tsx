// Failed payments as a worklist: the groups with their sums, what an opened one says and offers, the keys, and what is done to many.
import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { Route } from 'wouter'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Desk } from '../../../../../src/contract/desks.ts'
import type { FailureDetail, FailureRow, WaitingPayments } from '../../../../../src/contract/failures.ts'
import { formatAmount } from '../../../../../src/domain/money.ts'
import { Overlays } from '../../../../../src/renderer/app/overlays.tsx'
import '../../../../../src/renderer/features/changes/change-dialog.tsx'
import '../../../../../src/renderer/features/changes/retry-many-dialog.tsx'
import '../../../../../src/renderer/features/failures/case-dialog.tsx'
import '../../../../../src/renderer/features/failures/declines-dialog.tsx'
import { FailuresScreen } from '../../../../../src/renderer/features/failures/failures-screen.tsx'
import { Attempts, Facts, Told } from '../../../../../src/renderer/features/failures/inspector-sections.tsx'
import { groupLook } from '../../../../../src/renderer/ui/words/failure-groups.ts'
import { aboutRows } from '../../../../../src/renderer/features/failures/case-words.ts'
import { chosenFailures } from '../../../../../src/renderer/state/chosen.ts'
import { ToastRegion } from '../../../../../src/renderer/ui/toast.tsx'
import { otherCurrencies, totalsOf, totalsWord } from '../../../../../src/renderer/ui/totals.ts'
import { openOverlay, useOverlay } from '../../../../../src/renderer/state/overlays.ts'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { rightPassphrase } from '../../../../doubles/bridge/fake-desks.ts'
import { dueAtStripe, renderFace } from '../../support.tsx'

beforeEach(() => chosenFailures.forget())
afterEach(cleanup)

const place = '/desks/demo/failures'
function renderFailures(options: FakeOptions = {}, search = '', desk: Desk = demoDesk) {
  const face = renderFace(
    <>
      <Route path="/desks/:deskId/failures/:paymentId?">
        {({ paymentId }) => <FailuresScreen desk={desk} paymentId={paymentId ?? null} />}
      </Route>
      <Overlays desk={desk} />
      <ToastRegion />
    </>,
    { payments: 160, desk, ...options },
    `${place}${search}`,
  )
  const requests = (method: string): unknown[] => face.callsOf(method).map(({ request }) => request)
  return { ...face, requests, user: userEvent.setup() }
}
type User = ReturnType<typeof userEvent.setup>
const rowsShown = (): HTMLElement[] =>
  screen.queryAllByRole('row').filter((row) => row.dataset['failure'] !== undefined)
const firstRow = async (): Promise<HTMLElement> => {
  await waitFor(() => expect(rowsShown().length).toBeGreaterThan(0))
  return rowsShown()[0]!
}
const idOf = (row: HTMLElement): string => row.dataset['failure'] ?? ''
const inspector = (): HTMLElement => screen.getByRole('complementary', { name: 'Failed payment' })
async function openFirst(user: User): Promise<string> {
  const row = await firstRow()
  const id = idOf(row)
  await user.click(row)
  await within(inspector()).findByText('Work on it')
  return id
}

describe('the list', () => {
  it('is grouped by what to do, each with its number and what it comes to in each currency', async () => {
    const { fake } = renderFailures()
    const tabs = within(await screen.findByRole('group', { name: 'What to do' }))
    const counts = fake.roomOf({ deskId: 'demo' }).failures.counts({
      deskId: 'demo',
      filter: { state: ['trying'], put: 'open' },
    } as never)
    if (!counts.ok) throw new Error('no counts')
    const group = counts.value.byGroup.find(({ sums }) => sums.length > 1)!
    const tab = await tabs.findByRole('button', { name: new RegExp(`^${groupLook(group.group).short}`) })
    expect(tab.textContent).toContain(String(group.count))
    const [first, ...others] = group.sums
    expect(tab.textContent).toContain(formatAmount(first!.amount, first!.currency))
    expect(tab.textContent).toContain(otherCurrencies(others.length))
    // A group without any is left out.
    expect(counts.value.byGroup.find((each) => each.group === 'unknown')?.count).toBe(0)
    expect(tabs.queryByText(groupLook('unknown').short)).toBeNull()
  })

  it('keeps group, filters and order in the address, and asks for exactly them', async () => {
    const { user, requests } = renderFailures()
    const tabs = within(await screen.findByRole('group', { name: 'What to do' }))
    await user.click(await tabs.findByRole('button', { name: /^New card/ }))
    expect(window.location.hash).toBe(`#${place}?group=new_method`)
    await user.selectOptions(screen.getByLabelText('Assigned to'), 'mine')
    await user.selectOptions(screen.getByLabelText('State'), 'any')
    await waitFor(() =>
      expect(requests('failures.list').at(-1)).toMatchObject({
        filter: { group: ['new_method'], assigned: 'mine', put: 'all' },
      }),
    )
    await user.selectOptions(screen.getByLabelText('Assigned to'), '')
    // Rows that are there again come a frame later, and their header with them.
    await user.click(await screen.findByRole('button', { name: 'Next' }))
    expect(window.location.hash).toContain('sort=next_asc')
    const header = await screen.findByRole('columnheader', { name: 'Next' })
    expect(header.getAttribute('aria-sort')).toBe('ascending')
  })

  it('says of a retry what it thinks, but not again what stands above', async () => {
    const { user, fake } = renderFailures({}, '?group=new_method')
    const answer = fake.bridge.call.bind(fake.bridge)
    fake.bridge.call = async (method, request) => {
      const reply = await answer(method, request)
      const detail = reply.ok ? (reply.value as Partial<FailureDetail> | null) : null
      if (!detail?.retry || !detail.row) return reply
      return { ...reply, value: { ...detail, retry: { ...detail.retry, why: detail.row.why } } }
    }
    await user.click(await firstRow())
    const judged = await within(inspector()).findByText(/^(A retry is|No retry of)/)
    expect(inspector().textContent).toMatch(/has paid [\d,.]+[A-Z]{3} so far/)
    const [above] = within(inspector()).getAllByText(groupLook('new_method').todo)
    const why = above?.nextElementSibling?.textContent ?? ''
    expect(why).not.toBe('')
    expect(judged.closest('p')?.textContent).not.toContain(why)
  })

  it('that Stripe tries again by itself asks for nothing, and says so once', async () => {
    const { user } = renderFailures({}, '?group=retry_scheduled')
    await user.click(await firstRow())
    const [above] = await within(inspector()).findAllByText(groupLook('retry_scheduled').todo)
    expect(above?.nextElementSibling).toBeNull()
  })

  it('whose try is under way asks for nothing, neither of the operator nor of the customer', async () => {
    const { user, fake } = renderFailures({}, '?group=retry_possible')
    const answer = fake.bridge.call.bind(fake.bridge)
    fake.bridge.call = async (method, request) => {
      const reply = await answer(method, request)
      const detail = reply.ok ? (reply.value as Partial<FailureDetail> | null) : null
      return reply.ok && detail?.row
        ? { ...reply, value: { ...detail, row: { ...detail.row, underWay: true } } }
        : reply
    }
    await user.click(await firstRow())
    await within(inspector()).findByText('Nothing: wait for what comes of the try.')
    expect(within(inspector()).getByText('Under way')).toBeTruthy()
    expect(inspector().textContent).not.toContain(groupLook('retry_possible').todo)
    expect(inspector().textContent).not.toMatch(/Retry now|Ask for a new card|To the customer/)
  })

  it('says the reason in words, not as a code', async () => {
    renderFailures({}, '?code=insufficient_funds')
    const row = await firstRow()
    expect(row.textContent).toContain('Not enough money')
    expect(row.textContent).not.toContain('insufficient_funds')
  })

  it('teaches where there is nothing, says why it could not be read, and what to clear where nothing matches', async () => {
    renderFailures({ payments: 0 })
    expect(await screen.findByText('No payment waits for anything')).toBeTruthy()
    cleanup()
    renderFailures({
      failing: { 'failures.list': { code: 'store_corrupt', message: 'The cache is damaged.' } },
    })
    expect(await screen.findByText('The cache is damaged.')).toBeTruthy()
    expect(screen.queryByText('No payment waits for anything')).toBeNull()
    cleanup()
    const { user } = renderFailures({}, '?q=zzz&sort=amount_desc')
    await screen.findByText('No failed payment matches')
    await user.click(screen.getByRole('button', { name: 'Clear all filters' }))
    await firstRow()
    expect(window.location.hash).toMatch(/\?sort=amount_desc$/)
  })
})

describe('an opened failure', () => {
  it('keeps Stripe’s advice apart from our judgement, and says whether a retry is allowed', async () => {
    const { user } = renderFailures({ payments: 400 }, '?group=never')
    await openFirst(user)
    const advice = within(within(inspector()).getByRole('region', { name: 'Advice' }))
    expect(advice.getByText('Stripe and network').nextSibling?.textContent).toContain('do not try again')
    expect(advice.getByText('Our judgement').nextSibling?.textContent).toBe('Do not try this card again.')
    expect(within(inspector()).getByText('No retry of this method.')).toBeTruthy()
    expect(within(inspector()).queryByRole('button', { name: /^Retry now/ })).toBeNull()
  })

  it('hides a reason that must not be told in what goes to the customer', async () => {
    const { user, requests } = renderFailures({}, '?group=fraud')
    await openFirst(user)
    const told = within(within(inspector()).getByRole('region', { name: 'To the customer' }))
    expect(told.getByText('Reason not told')).toBeTruthy()
    await user.click(told.getByRole('button', { name: 'Copy as a message' }))
    const { text } = requests('text.copy')[0] as { text: string }
    expect(text).toContain('did not go through')
    expect(text).not.toMatch(/fraud|stolen/i)
  })

  it('is retried by r: checked, held as an order, and undone', async () => {
    const { user, requests } = renderFailures({}, '?group=retry_possible')
    const id = await openFirst(user)
    await user.keyboard('r')
    const dialog = await screen.findByRole('dialog', { name: 'Retry now' })
    const act = await within(dialog).findByRole('button', { name: /^Retry [^n]/ })
    await waitFor(() => expect(act.hasAttribute('disabled')).toBe(false))
    expect(within(dialog).queryByLabelText('Why in spite of the advice')).toBeNull()
    await user.click(act)
    const [placed] = requests('change.place') as { change: { kind: string; override: null } }[]
    expect(placed?.change.kind).toMatch(/^retry_(invoice|payment)$/)
    expect(placed?.change.override).toBeNull()
    const orders = within(await screen.findByRole('list', { name: 'Orders placed' }))
    await user.click(orders.getByRole('button', { name: 'Undo' }))
    expect(await orders.findByText('Retry undone')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Done' }))
    expect(rowsShown().map(idOf)).toContain(id)
  })

  it('that was advised against is retried with a reason only, which goes with the order', async () => {
    const { user, requests } = renderFailures({}, '?group=new_method')
    await openFirst(user)
    await user.keyboard('r')
    const dialog = await screen.findByRole('dialog', { name: 'Retry now' })
    const reason = await within(dialog).findByLabelText('Why in spite of the advice')
    const act = within(dialog).getByRole('button', { name: /^Retry/ })
    expect(act.hasAttribute('disabled')).toBe(true)
    expect(requests('change.preflight')).toHaveLength(0)
    await user.type(reason, 'They renewed the card')
    await waitFor(() => expect(act.hasAttribute('disabled')).toBe(false))
    await user.click(act)
    expect(requests('change.place')).toMatchObject([{ change: { override: 'They renewed the card' } }])
  })

  it.each([
    ['as Stripe says', { amount: 1234, currency: 'eur' }, 'Retry €12.34'],
    ['not at all where it is not known', null, 'Retry'],
  ])('is retried under a button that names the sum %s', async (_, money, word) => {
    const face = renderFailures({}, '?group=retry_possible')
    dueAtStripe(face.fake, money)
    await openFirst(face.user)
    await face.user.keyboard('r')
    const dialog = await screen.findByRole('dialog', { name: 'Retry now' })
    const act = await waitFor(() => {
      const button = dialog.querySelector<HTMLButtonElement>('button[type=submit]')
      expect(button?.disabled).toBe(false)
      return button!
    })
    expect(act.firstChild?.textContent).toBe(word)
  })

  it('stands among those that are planned or under way, and is called only what it is', async () => {
    const { user } = renderFailures({}, '?group=retry_scheduled')
    const tabs = await screen.findByRole('group', { name: 'What to do' })
    expect(await within(tabs).findByRole('button', { name: /^Planned or under way/ })).toBeTruthy()
    await openFirst(user)
    const { textContent } = inspector()
    expect(textContent).toContain('Retry planned')
    expect(textContent).toContain('Nothing: Stripe tries it again by itself.')
    expect(textContent).not.toContain('under way')
  })

  it('is given up without a sum that Stripe did not say', async () => {
    const { user } = renderFailures({}, '?group=retry_scheduled')
    await openFirst(user)
    await user.click(within(inspector()).getByRole('button', { name: 'Void…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Give up the invoice' })
    const about = await within(dialog).findByText(/^Invoice/)
    expect(about.textContent).toMatch(/^Invoice \S+$/)
  })

  it('is assigned, noted, snoozed, closed and opened again by keys, and nothing of it goes to Stripe', async () => {
    const { user, requests } = renderFailures({}, '?group=retry_possible')
    const id = await openFirst(user)
    await user.keyboard('a')
    await within(inspector()).findByText(/It is yours\./)
    await user.keyboard('n')
    const note = await screen.findByRole('dialog', { name: 'Write a note' })
    await user.type(within(note).getByLabelText('Note'), 'Called them')
    await user.keyboard('{Control>}{Enter}{/Control}')
    await within(inspector()).findByText('Called them')
    await user.keyboard('s')
    await screen.findByRole('dialog', { name: 'Snooze' })
    await user.keyboard('1')
    await within(inspector()).findByText(/Snoozed until/)
    // It sleeps: the list is without it.
    await waitFor(() => expect(rowsShown().map(idOf)).not.toContain(id))
    await user.keyboard('{Escape}')
    expect(requests('case.write')).toMatchObject([
      { paymentIntentIds: [id], entry: { kind: 'assigned', assignee: 'ada' } },
      { paymentIntentIds: [id], entry: { kind: 'noted', text: 'Called them' } },
      { paymentIntentIds: [id], entry: { kind: 'snoozed' } },
    ])
    expect(requests('change.place')).toHaveLength(0)
  })

  it('is closed with a reason, and opened again', async () => {
    const { user } = renderFailures({}, '?group=retry_possible')
    await openFirst(user)
    await user.keyboard('c')
    const dialog = await screen.findByRole('dialog', { name: 'Close' })
    const close = within(dialog).getByText('Close', { selector: 'button[type=submit]' })
    expect(close.hasAttribute('disabled')).toBe(true)
    await user.type(within(dialog).getByLabelText('Why'), 'Paid by transfer')
    await user.click(close)
    await within(inspector()).findByText(/Closed: it comes back/)
    await user.keyboard('c')
    await within(inspector()).findByText(/^(Nobody has it|It is yours|.* has it)\.$/)
  })

  it('that is closed leaves the list: j and Escape go on with the one that stood beneath it, k with the one above', async () => {
    const { user, fake } = renderFailures()
    await firstRow()
    const ids = rowsShown().map(idOf)
    const close = async (id: string): Promise<void> => {
      await act(async () => {
        await fake.bridge.call('case.write', {
          deskId: 'demo', entryId: crypto.randomUUID(), paymentIntentIds: [id], entry: { kind: 'closed', text: 'Paid' },
        }) // prettier-ignore
      })
      await waitFor(() => expect(rowsShown().map(idOf)).not.toContain(id))
    }
    await user.click(rowsShown()[2]!)
    await close(ids[2]!)
    await user.keyboard('j')
    expect(window.location.hash).toContain(ids[3])
    await close(ids[3]!)
    await user.keyboard('k')
    expect(window.location.hash).toContain(ids[1])
    await close(ids[1]!)
    await user.keyboard('{Escape}')
    await waitFor(() => expect(document.activeElement?.getAttribute('data-failure')).toBe(ids[4]))
  })

  it('that leaves the list takes no focus with it, and what is pressed next is done to no other', async () => {
    const { user, fake } = renderFailures()
    await firstRow()
    const [first = '', second = ''] = rowsShown().map(idOf)
    await user.keyboard('j')
    expect(document.activeElement).toBe(rowsShown()[0])
    await act(async () => {
      await fake.bridge.call('case.write', {
        deskId: 'demo', entryId: crypto.randomUUID(), paymentIntentIds: [first], entry: { kind: 'closed', text: 'Paid' },
      }) // prettier-ignore
    })
    await waitFor(() => expect(document.activeElement?.getAttribute('role')).toBe('grid'))
    await user.keyboard('{Enter}')
    expect(window.location.hash).not.toContain('pi_')
    await user.keyboard('{ArrowDown}')
    expect(document.activeElement?.getAttribute('data-failure')).toBe(second)
  })

  it('offers to give up its invoice, each form saying what follows', async () => {
    const { user, requests } = renderFailures({}, '?group=retry_scheduled')
    await openFirst(user)
    await user.click(within(inspector()).getByRole('button', { name: 'Void…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Give up the invoice' })
    expect(within(dialog).getByText(/This can’t be undone/)).toBeTruthy()
    const act = within(dialog).getByRole('button', { name: /^Void the invoice/ })
    await waitFor(() => expect(act.hasAttribute('disabled')).toBe(false))
    await user.click(act)
    expect(requests('change.place')).toMatchObject([{ change: { kind: 'void_invoice' } }])
  })
})

describe('what is said of one', () => {
  const said = async (row: Partial<FailureRow>): Promise<string> => {
    cleanup()
    const face = renderFace(null, { payments: 160 })
    const listed = await face.fake.bridge.call('failures.list', { deskId: 'demo', filter: {}, limit: 1 })
    const [first] = (listed as { value: { rows: FailureRow[] } }).value.rows
    const read = await face.fake.bridge.call('failures.detail', {
      deskId: 'demo',
      id: first!.paymentIntentId,
    })
    const { value } = read as { value: FailureDetail }
    const detail = { ...value, page: null, row: { ...value.row, customerId: 'cus_1', ...row } }
    cleanup()
    renderFace(
      <>
        <Told desk={demoDesk} detail={detail} />
        <Facts desk={demoDesk} detail={detail} />
        <Attempts detail={detail} />
      </>,
    )
    return document.body.textContent
  }

  it('is advice only where it can be followed', async () => {
    const advice = 'Ask for a new card, and retry with it.'
    for (const group of ['new_method', 'never'] as const)
      expect(await said({ state: 'trying', group })).toContain(advice)
    for (const row of [
      { state: 'lost', group: 'new_method' },
      { state: 'trying', group: 'fraud' },
      { state: 'trying', group: 'retry_scheduled' },
      { state: 'trying', group: 'new_method', customerId: null },
    ] as const) {
      const text = await said(row)
      expect(text).toContain('There is no open page of Stripe’s for it.')
      expect(text).not.toContain(advice)
    }
  })

  it('is nothing to a customer of whom nothing is to be asked', async () => {
    expect(await said({ state: 'lost', lostWhy: 'lapsed' })).toContain('To the customer')
    for (const row of [
      { state: 'trying', underWay: true },
      { state: 'lost', lostWhy: 'void' },
      { state: 'lost', lostWhy: 'canceled' },
    ] as const)
      expect(await said(row)).not.toContain('To the customer')
  })

  it('is not that no try is planned, where its invoice is not known', async () => {
    const unknown = 'Whether Stripe tries again is not known'
    expect(await said({ nextAttemptAt: null, nextAttemptKnown: false })).toContain(unknown)
    expect(await said({ nextAttemptAt: null, nextAttemptKnown: true })).not.toContain(unknown)
  })

  it('is at risk only while it is tried', async () => {
    expect(await said({ state: 'trying' })).toContain('At risk')
    expect(await said({ state: 'recovered' })).toContain('Came in')
    expect(await said({ state: 'lost' })).toContain('Lost')
    expect(document.body.textContent).not.toContain('At risk')
  })
})

describe('many at once', () => {
  it('of which none is open are opened again by the key, as the bar says', async () => {
    const { user, requests } = renderFailures({}, '?group=retry_possible')
    await firstRow()
    await user.keyboard('jx')
    expect(await screen.findByRole('button', { name: /^Close…/ })).toBeTruthy()
    const [row] = chosenFailures.use.getState().chosen.values()
    act(() => chosenFailures.set([{ ...row!, case: { ...row!.case, state: 'closed' } }]))
    expect(await screen.findByRole('button', { name: /^Open again/ })).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^Close…/ })).toBeNull()
    await user.keyboard('c')
    await waitFor(() => expect(requests('case.write')).toMatchObject([{ entry: { kind: 'reopened' } }]))
    // Pressed again, it would write the same once more.
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Open again/ })).toBeNull())
    expect(chosenFailures.use.getState().chosen.size).toBe(0)
  })

  it.each([
    ['snoozed', 's', async (user: User) => user.keyboard('1')],
    [
      'closed',
      'c',
      async (user: User) => {
        await user.type(await screen.findByLabelText('Why'), 'Paid by transfer')
        await user.keyboard('{Control>}{Enter}{/Control}')
      },
    ],
  ] as const)(
    'and also one by itself that is %s is let go of: it is not as it was chosen',
    async (kind, key, fill) => {
      const { user, requests } = renderFailures({}, '?group=retry_possible')
      await firstRow()
      await user.keyboard(`jx${key}`)
      await screen.findByRole('dialog')
      await fill(user)
      await waitFor(() => expect(requests('case.write')).toMatchObject([{ entry: { kind } }]))
      await waitFor(() => expect(chosenFailures.use.getState().chosen.size).toBe(0))
      expect(screen.queryByText('1 chosen')).toBeNull()
    },
  )

  it('stay chosen while something is noted about another one, which is open', async () => {
    const { user } = renderFailures({}, '?group=retry_possible')
    await firstRow()
    const [chosen] = rowsShown()
    await user.keyboard('jx')
    // As it stands by now: a row that was drawn anew meanwhile is another element.
    await user.click(rowsShown()[1]!)
    await screen.findByRole('complementary', { name: 'Failed payment' })
    await user.click(await within(inspector()).findByRole('button', { name: 'Assign to me' }))
    await within(inspector()).findByText(/It is yours\./)
    expect([...chosenFailures.use.getState().chosen.keys()]).toEqual([idOf(chosen!)])
  })

  it('are what the keys mean: one that is open shows none for them, and what was done says to whom', async () => {
    const { user, requests } = renderFailures({}, '?group=retry_possible')
    await firstRow()
    const [chosen] = rowsShown()
    await user.keyboard('jx')
    await user.click(rowsShown()[1]!)
    await screen.findByRole('complementary', { name: 'Failed payment' })
    const mine = await within(inspector()).findByRole('button', { name: 'Assign to me' })
    expect(mine.hasAttribute('aria-keyshortcuts')).toBe(false)
    const row = [...chosenFailures.use.getState().chosen.values()][0]!
    await user.keyboard('a')
    await waitFor(() => expect(requests('case.write')).toMatchObject([{ paymentIntentIds: [idOf(chosen!)] }]))
    expect(await screen.findAllByText(aboutRows([row]))).not.toHaveLength(0)
    const again = await within(inspector()).findByText('Assign to me')
    await waitFor(() => expect(again.closest('button')?.getAttribute('aria-keyshortcuts')).toBe('a'))
  })

  it('are noted by one entry for all of them', async () => {
    const { user, requests } = renderFailures()
    const ids = (await firstRow(), rowsShown().slice(0, 3).map(idOf))
    await user.keyboard('jx')
    await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}')
    expect(await screen.findByText('3 chosen')).toBeTruthy()
    await user.keyboard('n')
    const dialog = await screen.findByRole('dialog', { name: 'Write a note' })
    await user.type(within(dialog).getByLabelText('Note'), 'Bank was down')
    await user.click(within(dialog).getByRole('button', { name: /^Save the note/ }))
    await waitFor(() => expect(screen.queryByText('3 chosen')).toBeNull())
    expect(requests('case.write')).toMatchObject([{ paymentIntentIds: ids, entry: { kind: 'noted' } }])
  })

  it('are retried each as an order of its own; those that can’t be are named with the reason and left out', async () => {
    const { user, requests } = renderFailures({ holdMilliseconds: 60_000 }, '?sort=amount_desc')
    const rows = (await firstRow(), rowsShown().slice(0, 12))
    await user.keyboard('jx')
    for (let more = 0; more < rows.length - 1; more += 1) await user.keyboard('{Shift>}{ArrowDown}{/Shift}')
    const chosen = [...chosenFailures.use.getState().chosen.values()] as FailureRow[]
    const able = chosen.filter(({ group }) => !['fraud', 'never', 'new_method'].includes(group))
    expect(able.length).toBeGreaterThan(1)
    expect(able.length).toBeLessThan(chosen.length)
    const heard: (string | null)[] = []
    const listening = new MutationObserver(() => {
      const step = screen.queryByText(/^Checked with Stripe/)
      if (step) heard.push(step.getAttribute('aria-live'))
    })
    listening.observe(document.body, { childList: true, subtree: true, characterData: true })
    await user.keyboard('r')
    const dialog = await screen.findByRole('dialog', { name: `Retry ${chosen.length} payments` })
    const act = await within(dialog).findByRole('button', {
      name: new RegExp(`^Retry ${able.length} payments`),
    })
    expect(within(dialog).getAllByLabelText('Can’t be retried')).toHaveLength(chosen.length - able.length)
    expect(requests('change.place')).toHaveLength(0)
    await user.click(act)
    await within(dialog).findByRole('button', { name: 'Done' })
    listening.disconnect()
    // What it comes to is announced, and no step on the way.
    expect(new Set(heard)).toEqual(new Set(['off']))
    const foot = within(dialog).getByText(`${able.length} of ${able.length} placed`)
    expect(foot.getAttribute('role')).toBe('status')
    const placed = requests('change.place') as { orderId: string }[]
    expect(placed).toHaveLength(able.length)
    expect(new Set(placed.map(({ orderId }) => orderId)).size).toBe(able.length)
  })

  it('that pay the same invoice are one order, whose sum is asked for once', async () => {
    const { fake } = renderFailures()
    await firstRow()
    const listed = await fake.bridge.call('failures.list', { deskId: 'demo', filter: {} })
    const { rows } = (listed as { value: { rows: FailureRow[] } }).value
    const [one, other] = rows.filter(({ invoiceId }) => invoiceId !== null)
    act(() =>
      openOverlay({
        kind: 'retry-many',
        deskId: 'demo',
        act: 'void_invoice',
        rows: [one!, { ...other!, invoiceId: one!.invoiceId }],
      }),
    )
    const dialog = await screen.findByRole('dialog', { name: 'Void the invoices of 1 payment' })
    expect(within(dialog).getAllByRole('listitem')).toHaveLength(1)
    expect(dialog.textContent).not.toContain('left out')
  })

  it('that could not be checked are no verdict: they are checked again, and then retried with the others', async () => {
    const failing: FakeOptions['failing'] = {
      'change.preflight': { code: 'stripe_unreachable', message: 'Stripe could not be reached.' },
    }
    const { user, requests } = renderFailures({ failing }, '?group=retry_possible')
    await firstRow()
    await user.keyboard('jx{Shift>}{ArrowDown}{/Shift}r')
    const dialog = await screen.findByRole('dialog', { name: 'Retry 2 payments' })
    expect(await within(dialog).findAllByLabelText('Not checked')).toHaveLength(2)
    expect(within(dialog).getAllByText('It could not be checked: Stripe could not be reached.')).toHaveLength(
      2,
    )
    expect(within(dialog).queryByLabelText('Can’t be retried')).toBeNull()
    delete failing['change.preflight']
    await user.click(within(dialog).getByRole('button', { name: 'Check again' }))
    await user.click(await within(dialog).findByRole('button', { name: /^Retry 2 payments/ }))
    await within(dialog).findByRole('button', { name: 'Done' })
    expect(requests('change.preflight')).toHaveLength(4)
    expect(requests('change.place')).toHaveLength(2)
  })

  it('of which one is not what was checked any more are placed without it, and it is named and can be checked again', async () => {
    const message = 'Since this was checked, somebody else has changed the same. Look at it again.'
    let isFirst = true
    const failing: FakeOptions['failing'] = {
      get 'change.place'() {
        const failure = isFirst ? { code: 'not_changeable' as const, message } : undefined
        isFirst = false
        return failure
      },
    } as NonNullable<FakeOptions['failing']>
    const { user, requests } = renderFailures({ failing, holdMilliseconds: 60_000 }, '?group=retry_possible')
    await firstRow()
    await user.keyboard('jx{Shift>}{ArrowDown}{ArrowDown}{/Shift}r')
    const dialog = await screen.findByRole('dialog', { name: 'Retry 3 payments' })
    await user.click(await within(dialog).findByRole('button', { name: /^Retry 3 payments/ }))
    const [first] = within(dialog).getAllByRole('listitem')
    expect(await within(first!).findByText(message)).toBeTruthy()
    expect(await within(dialog).findByText('2 of 2 placed')).toBeTruthy()
    const placed = requests('change.place') as { orderId: string }[]
    expect(placed).toHaveLength(3)
    await user.click(within(dialog).getByRole('button', { name: 'Check again' }))
    await user.click(await within(dialog).findByRole('button', { name: /^Retry 1 payment/ }))
    await within(dialog).findByRole('button', { name: 'Done' })
    expect(requests('change.place').slice(3)).toMatchObject([{ orderId: placed[0]!.orderId }])
  })

  it('of which one may be paid already are retried without it: that is looked at by itself', async () => {
    const { user, fake } = renderFailures({}, '?group=retry_possible')
    const text = 'A page was made for this customer since this failed, and is paid.'
    const paid = { id: 'already', verdict: 'warn', text, about: ['cs_1'] }
    const { call } = fake.bridge
    let isFirst = true
    fake.bridge.call = async (method, request) => {
      const answer = await call(method, request)
      if (method !== 'change.preflight' || !answer.ok || !isFirst) return answer
      isFirst = false
      const preflight = answer.value as { findings: unknown[] }
      return { ...answer, value: { ...preflight, findings: [...preflight.findings, paid] } }
    }
    await firstRow()
    await user.keyboard('jx{Shift>}{ArrowDown}{/Shift}r')
    const dialog = await screen.findByRole('dialog', { name: 'Retry 2 payments' })
    expect(await within(dialog).findByRole('button', { name: /^Retry 1 payment/ })).toBeTruthy()
    expect(within(dialog).getAllByLabelText('Can’t be retried')).toHaveLength(1)
    expect(within(dialog).getByText(text)).toBeTruthy()
  })

  it('are not retried where the policy allows nothing in bulk', async () => {
    const desk = { ...demoDesk, policy: { ...demoDesk.policy, allowed: demoDesk.policy.allowed.filter((each) => each !== 'bulk') } } // prettier-ignore
    const { user } = renderFailures({}, '', desk)
    await firstRow()
    await user.keyboard('jx')
    await user.keyboard('{Shift>}{ArrowDown}{/Shift}')
    const bar = within(await screen.findByRole('region', { name: 'Chosen payments' }))
    expect(bar.getByText(/allows nothing in bulk/)).toBeTruthy()
    expect(screen.getByRole('button', { name: /^Retry 2/ }).hasAttribute('disabled')).toBe(true)
  })
})

describe('the invoices of many', () => {
  it.each([
    ['Void…', 'Void the invoices of', 'void_invoice'],
    ['Uncollectible…', 'Mark as uncollectible the invoices of', 'uncollectible_invoice'],
  ])('%s: are given up after one confirmation that names what they come to', async (button, verb, kind) => {
    const { user, requests } = renderFailures()
    await firstRow()
    await user.keyboard('jx')
    await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}')
    const rows = [...chosenFailures.use.getState().chosen.values()]
    const able = rows.filter(({ invoiceId }) => invoiceId !== null)
    expect(able.length).toBeGreaterThan(0)
    await user.click(screen.getByRole('button', { name: button }))
    const payments = `${able.length} payment${able.length === 1 ? '' : 's'}`
    const dialog = await screen.findByRole('dialog', { name: `${verb} ${payments}` })
    const review = within(dialog).getByRole('button', { name: /^Review/ })
    await waitFor(() => expect(review.hasAttribute('disabled')).toBe(false))
    await user.click(review)
    expect(requests('change.place')).toEqual([])
    const totals = totalsWord(totalsOf(able))
    expect(within(dialog).getByText(totals)).toBeTruthy()
    const yes = await within(dialog).findByRole('button', { name: /^Yes, / })
    await waitFor(() => expect(yes.hasAttribute('disabled')).toBe(false))
    await user.click(yes)
    await within(dialog).findByRole('button', { name: 'Done' })
    expect(requests('change.place')).toMatchObject(
      able.map(({ invoiceId }) => ({ change: { kind, invoiceId } })),
    )
  })
})

describe('on a live desk', () => {
  const live: Desk = {
    ...demoDesk,
    kind: 'account',
    mode: 'live',
    access: { orders: 'open', unlockedUntil: Date.now() + 200_000, passphrase: true, tryAgainAt: null },
  }

  it('many retries take a deliberate yes, which goes with every one of them', async () => {
    const { user, requests } = renderFailures({}, '?group=retry_possible', live)
    await firstRow()
    await user.keyboard('jx')
    await user.keyboard('{Shift>}{ArrowDown}{/Shift}')
    await user.keyboard('r')
    const dialog = await screen.findByRole('dialog', { name: 'Retry 2 payments' })
    const review = within(dialog).getByRole('button', { name: /^Review/ })
    await waitFor(() => expect(review.hasAttribute('disabled')).toBe(false))
    await user.click(review)
    expect(requests('change.place')).toHaveLength(0)
    const yes = await within(dialog).findByRole('button', { name: /^Yes, retry 2 payments/ })
    await waitFor(() => expect(yes.hasAttribute('disabled')).toBe(false))
    await user.click(yes)
    await within(dialog).findByRole('button', { name: 'Done' })
    expect(requests('change.place')).toMatchObject([
      { confirmation: { how: 'agreed' } },
      { confirmation: { how: 'agreed' } },
    ])
  })

  it('many are retried for what Stripe says is due, not for what the list once showed', async () => {
    const face = renderFailures({}, '?group=retry_possible', live)
    dueAtStripe(face.fake, { amount: 1000, currency: 'eur' })
    await firstRow()
    await face.user.keyboard('jx{Shift>}{ArrowDown}{/Shift}r')
    const dialog = within(await screen.findByRole('dialog', { name: 'Retry 2 payments' }))
    const review = dialog.getByRole('button', { name: /^Review/ })
    await waitFor(() => expect(review.hasAttribute('disabled')).toBe(false))
    await face.user.click(review)
    const confirming = await dialog.findByRole('form', { name: 'Confirm the orders' })
    expect(confirming.textContent).toContain('Ask again for €20.00 of real money from 2 payments.')
  })

  it('that is locked, who is there is asked before anything is noted, and then it is noted', async () => {
    const locked: Desk = { ...live, access: { ...live.access, orders: 'locked', unlockedUntil: null } }
    const { user, requests } = renderFailures({}, '', locked)
    await firstRow()
    await user.keyboard('ja')
    const asked = within(await screen.findByRole('dialog', { name: /^Unlock/ }))
    expect(requests('case.write')).toHaveLength(0)
    await user.type(asked.getByLabelText('Passphrase'), `${rightPassphrase}{Enter}`)
    await waitFor(() => expect(requests('case.write')).toMatchObject([{ entry: { kind: 'assigned' } }]))
  })
})

describe('the codes', () => {
  it('are judged otherwise, and as usual again', async () => {
    const { user, requests } = renderFailures()
    await firstRow()
    await user.click(screen.getByRole('button', { name: 'Codes' }))
    const dialog = await screen.findByRole('dialog', { name: 'How decline codes are judged' })
    await user.selectOptions(
      await within(dialog).findByLabelText('What to do about do_not_honor'),
      'new_method',
    )
    expect(await within(dialog).findByText('Usually: Retry possible')).toBeTruthy()
    await user.click(within(dialog).getByRole('button', { name: 'Judge do_not_honor as usual' }))
    await waitFor(() => expect(within(dialog).queryByText('Usually: Retry possible')).toBeNull())
    expect(requests('declines.setRule')).toMatchObject([
      { code: 'do_not_honor', group: 'new_method' },
      { code: 'do_not_honor', group: null },
    ])
  })
})

describe('what must not be written', () => {
  it('is refused before it is sent: a card number in a note', async () => {
    const { user, requests } = renderFailures()
    await firstRow()
    await user.keyboard('jn')
    const dialog = await screen.findByRole('dialog', { name: 'Write a note' })
    await user.type(within(dialog).getByLabelText('Note'), 'Card 4242 4242 4242 4242')
    expect(within(dialog).getByRole('alert').textContent).toContain('card number')
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(requests('case.write')).toHaveLength(0)
  })

  it('is not offered where the policy leaves the codes to an admin', async () => {
    const desk = { ...demoDesk, policy: { ...demoDesk.policy, allowed: [] } }
    const { user } = renderFailures({}, '', desk)
    await firstRow()
    await user.click(screen.getByRole('button', { name: 'Codes' }))
    const dialog = await screen.findByRole('dialog', { name: 'How decline codes are judged' })
    expect(
      (await within(dialog).findByLabelText('What to do about do_not_honor')).hasAttribute('disabled'),
    ).toBe(true)
  })
})

describe('the export', () => {
  it('holds all rows, not only those that are loaded, with the filters in force', async () => {
    const { user, requests } = renderFailures({ payments: 3000 }, '?currency=eur')
    await firstRow()
    await user.click(screen.getByRole('button', { name: 'Export CSV' }))
    await waitFor(() => expect(requests('text.save')).toHaveLength(1))
    const { fileName, text } = requests('text.save')[0] as { fileName: string; text: string }
    expect(fileName).toMatch(/^failed-payments-lovelace-bindery-demo-\d{4}-\d\d-\d\d\.csv$/)
    expect(text).toContain('"Filter","Currency: EUR"')
    const lines = text.split('\r\n').filter((line) => line.startsWith('"pi_'))
    expect(new Set(lines).size).toBe(lines.length)
    expect(lines.length).toBeGreaterThan(150)
  })
})

function detailOf(fake: ReturnType<typeof renderFailures>['fake'], id: string): FailureDetail | null {
  const detail = fake.roomOf({ deskId: 'demo' }).failures.detail({ deskId: 'demo', id }, [])
  return detail.ok ? detail.value : null
}

it('offers to pause a subscription, or to resume it where its collection is paused', async () => {
  const { user, fake } = renderFailures()
  await firstRow()
  const row = rowsShown().find((each) => detailOf(fake, idOf(each))?.row.subscriptionId)
  const id = idOf(row!)
  await user.click(row!)
  const behind = await within(inspector()).findByRole('region', { name: 'Behind it' })
  expect(within(behind).getByRole('button', { name: 'Pause…' })).toBeTruthy()
  expect(within(behind).queryByRole('button', { name: 'Resume…' })).toBeNull()
  const subscriptionId = detailOf(fake, id)?.row.subscriptionId ?? ''
  const { failures } = fake.roomOf({ deskId: 'demo' })
  failures.carryOut({ kind: 'pause_subscription', subscriptionId, behavior: 'void', resumesAt: null })
  fake.push('data.changed', { deskId: 'demo', kinds: ['events'] })
  expect(await within(behind).findByRole('button', { name: 'Resume…' })).toBeTruthy()
  expect(within(behind).queryByRole('button', { name: 'Pause…' })).toBeNull()
})

describe('payments that wait for their customer', () => {
  const url = 'https://invoice.stripe.com/i/acct_1/test_9'
  const waiting: WaitingPayments = {
    rows: [
      {
        paymentIntentId: 'pi_waits',
        amount: 2900,
        currency: 'eur',
        customerId: 'cus_9',
        customerName: 'Wanda Waits',
        customerEmail: null,
        waiting: {
          step: 'authentication',
          since: 1_790_000_000,
          sinceIsKnown: true,
          page: { kind: 'invoice', id: 'in_9', url, expiresAt: null },
        },
      },
    ],
    sums: [{ currency: 'eur', amount: 2900, count: 1 }],
  }
  const section = () => screen.findByRole('region', { name: 'Waits for the customer' })

  it('stand beneath the failed ones, closed, with what can be sent to each', async () => {
    const { user, requests } = renderFailures({ waiting })
    const shown = within(await section())
    expect(shown.queryByRole('list')).toBeNull()
    await user.click(
      shown.getByRole('button', { name: '1 payment waits for the customer, without a failed try: €29.00' }),
    )
    const link = shown.getByRole('link', { name: '€29.00 of Wanda Waits, under Payments' })
    expect(link.getAttribute('href')).toBe('/desks/demo/payments/pi_waits')
    await user.click(shown.getByRole('button', { name: 'Copy the link for €29.00 of Wanda Waits' }))
    expect(requests('text.copy')).toEqual([{ text: url }])
    await user.click(
      shown.getByRole('button', { name: 'Ask again: write an e-mail about €29.00 of Wanda Waits' }),
    )
    expect(useOverlay.getState().overlay).toMatchObject({
      kind: 'mail',
      draft: { customerId: 'cus_9', body: expect.stringContaining(url) },
    })
  })

  it('are open among those that need 3-D Secure, and absent where another list is looked at', async () => {
    renderFailures({ waiting }, '?group=authentication')
    expect(within(await section()).getByText('Wanda Waits')).toBeTruthy()
    cleanup()
    const { requests } = renderFailures({ waiting }, '?group=new_method')
    await firstRow()
    expect(screen.queryByRole('region', { name: 'Waits for the customer' })).toBeNull()
    expect(requests('failures.waiting')).toEqual([])
  })
})
