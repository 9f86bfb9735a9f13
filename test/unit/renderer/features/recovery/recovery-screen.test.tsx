// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { Route } from 'wouter'
import { DaysChart } from '../../../../../src/renderer/features/recovery/days-chart.tsx'
import { RecoveryTiles } from '../../../../../src/renderer/features/recovery/recovery-tiles.tsx'
import { RecoveryScreen } from '../../../../../src/renderer/features/recovery/recovery-screen.tsx'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { renderFace } from '../../support.tsx'

afterEach(cleanup)

function openRecovery(search = '', options: FakeOptions = {}) {
  const face = renderFace(
    <Route path="/desks/:deskId/recovery">
      <RecoveryScreen desk={demoDesk} />
    </Route>,
    { payments: 2000, ...options },
    `#/desks/demo/recovery${search}`,
  )
  return { ...face, user: userEvent.setup() }
}

/** Once the last part of the screen stands as well. */
const figure = async (name: string): Promise<string> => {
  await screen.findByRole('heading', { name: 'Cards that expire soon' })
  const list = await screen.findByRole('list', { name: 'Figures' })
  const found = within(list)
    .getAllByRole('listitem')
    .find((item) => item.textContent.startsWith(name))
  return found?.textContent ?? ''
}

describe('Recovery', () => {
  it('says its formula, and gives every rate with what it is a share of', async () => {
    const { user } = openRecovery('?measure=count')
    expect(await figure('Rate')).toMatch(/[\d.]+ %[\d,]+ of [\d,]+ payments/)
    expect(screen.getByText(/Rate = recovered \/ \(recovered \+ lost\), by number of payments/)).toBeTruthy()
    const before = await figure('Rate')
    await user.selectOptions(screen.getByLabelText('Rate'), 'recovered / all that failed')
    await waitFor(async () => expect(await figure('Rate')).not.toBe(before))
    expect(screen.getByText(/Rate = recovered \/ all that failed/)).toBeTruthy()
    expect(window.location.hash).toContain('formula=all')
    const rows = within(screen.getByRole('table', { name: 'By decline code' })).getAllByRole('row')
    for (const row of rows.slice(1))
      expect(row.lastElementChild?.textContent).toMatch(/%\d+ of \d+ payments?$/)
  })

  it('gives a rate by amount with the amounts that it is a share of, and nothing where there is none', async () => {
    openRecovery('?measure=amount')
    await figure('Rate')
    const rows = within(screen.getByRole('table', { name: 'By decline code' }))
      .getAllByRole('row')
      .slice(1)
    const told = rows.map(({ lastElementChild: cell }) => {
      const [rate = '', share] = [...cell!.children].map(({ textContent }) => textContent)
      if (share === undefined) return rate
      const [part = 0, of = 0] = share.split(/ of\s/).map((each) => Number(each.replaceAll(/[^\d.]/g, '')))
      expect(Math.abs((part / of) * 100 - Number.parseFloat(rate))).toBeLessThanOrEqual(0.051)
      expect(share).toMatch(/\.\d\d of\s.+\.\d\d\s[A-Z]{3}$/)
      return 'share'
    })
    expect(told).toContain('share')
    expect(told.filter((each) => each !== 'share' && each !== '–')).toEqual([])
  })

  it('counts by when it failed or by when it was settled, and asks anew', async () => {
    const { user, callsOf } = openRecovery()
    await figure('Failed')
    await user.selectOptions(screen.getByLabelText('Counted by'), 'By when it was settled')
    expect(await screen.findByRole('region', { name: 'By month in which it was settled' })).toBeTruthy()
    expect(callsOf('recovery.report').at(-1)?.request).toMatchObject({ counted: 'settled' })
  })

  it('divides what failed by what is chosen, sorted by any column, in the address', async () => {
    const { user } = openRecovery()
    await figure('Failed')
    await user.selectOptions(screen.getByLabelText('Divided by'), 'Brand')
    const table = await screen.findByRole('table', { name: 'By brand' })
    expect(within(table).getByRole('rowheader', { name: 'Visa' })).toBeTruthy()
    await user.click(within(table).getByRole('button', { name: 'Rate' }))
    expect(window.location.hash).toContain('sort=rate')
    const head = within(table).getByRole('columnheader', { name: 'Rate' })
    expect(head.getAttribute('aria-sort')).toBe('descending')
    const rates = (): number[] =>
      within(table)
        .getAllByRole('row')
        .slice(1)
        .map((row) => Number.parseFloat(row.lastElementChild?.textContent ?? ''))
    expect(rates()).toEqual(rates().toSorted((one, other) => other - one))
    await user.click(within(table).getByRole('button', { name: 'Rate' }))
    expect(rates()).toEqual(rates().toSorted((one, other) => one - other))
  })

  it('leads from a part by code to the failed payments that it counts, where they can be listed', async () => {
    const { user } = openRecovery()
    await figure('Failed')
    const table = () => within(screen.getByRole('table', { name: 'By decline code' }))
    // In our words, as the worklist has them, with Stripe's code beside.
    expect(table().getByRole('rowheader', { name: /^Not enough money\s*insufficient_funds/ })).toBeTruthy()
    const [lost] = table().getAllByRole('link', { name: /\([a-z_]+\), lost, in Failed payments$/ })
    // An amount says its currency, and a number what it counts.
    expect(lost?.textContent).toMatch(/^\d+ payments?$/)
    expect(lost?.closest('td')?.textContent).toMatch(/^[\d,.]+ [A-Z]{3}\d/)
    expect(lost?.getAttribute('href')).toMatch(/failures\?state=lost&code=[a-z_]+&currency=[a-z]{3}&from=/)
    // By when it was settled, the list can't be narrowed.
    await user.selectOptions(screen.getByLabelText('Counted by'), 'By when it was settled')
    await screen.findByRole('region', { name: 'By month in which it was settled' })
    expect(table().queryByRole('link')).toBeNull()
  })

  it('shows a part of a question under its own name until the next is answered', async () => {
    const face = openRecovery()
    await figure('Failed')
    const { user } = face
    const answer = face.fake.bridge.call.bind(face.fake.bridge)
    face.fake.bridge.call = (method, request) =>
      method === 'recovery.report' ? new Promise(() => undefined) : answer(method, request)
    await user.selectOptions(screen.getByLabelText('Divided by'), 'Brand')
    await waitFor(() => expect(window.location.hash).toContain('by=brand'))
    expect(screen.getByRole('region', { name: 'By decline code' })).toBeTruthy()
    expect(screen.queryByRole('region', { name: 'By brand' })).toBeNull()
    // What was chosen stays chosen, or the arrows could not walk through the choices.
    expect(screen.getByLabelText<HTMLSelectElement>('Divided by').value).toBe('brand')
    await user.selectOptions(screen.getByLabelText('Currency'), 'JPY')
    expect(screen.getByLabelText<HTMLSelectElement>('Currency').value).toBe('jpy')
  })

  it('tells a screen reader what is shown, once it is', async () => {
    const { user } = openRecovery()
    await figure('Failed')
    expect(screen.getByRole('status').textContent).toMatch(/^All payments in [A-Z]{3}, .*\d{4}$/)
    await user.selectOptions(screen.getByLabelText('Currency'), 'JPY')
    await waitFor(() => expect(screen.getByRole('status').textContent).toMatch(/^All payments in JPY, /))
  })

  it('says nothing of half of them where nothing came back', () => {
    renderFace(
      <DaysChart
        days={[]}
        medianDays={null}
        currency="eur"
        measure="count"
        headings={{ desk: demoDesk, lines: [] }}
      />,
    )
    expect(screen.getByText('From the first failed try.')).toBeTruthy()
  })

  it('counts beside the median only payments of which it is known how long they took', () => {
    const ten = { amount: 1000, count: 10 }
    renderFace(
      <RecoveryTiles
        total={{ failed: ten, recovered: ten, lost: ten, trying: ten }}
        currency="eur"
        days={[
          { day: 0, amount: 300, count: 3 },
          { day: 1, amount: 400, count: 4 },
        ]}
        medianDays={2}
        formula="settled"
        measure="count"
      />,
    )
    expect(screen.getByText('of 7 payments')).toBeTruthy()
  })

  it('walks the months by keys, each with all that became of it', async () => {
    const { user } = openRecovery()
    await figure('Failed')
    const [months] = screen.getAllByRole('listbox')
    months?.focus()
    await user.keyboard('{Home}')
    const first = within(months!).getAllByRole('option')[0]
    expect(months?.getAttribute('aria-activedescendant')).toBe(first?.id)
    expect(first?.getAttribute('aria-label')).toMatch(/Failed .*Recovered .*Lost .*Still trying .*Rate/)
  })

  it('gives the cohorts as numbers, and leaves open what is not over', async () => {
    openRecovery('?period=90d')
    const table = await screen.findByRole('table', { name: /^Paid by the end of each week/ })
    // The rows come in turns.
    await waitFor(() => expect(within(table).getAllByRole('row').at(-1)?.textContent).toContain('not over'))
    expect(table.textContent).toMatch(/\d+ %/)
  })

  it('lists cards that expire with what their amounts leave out, and the caution not to ask everybody', async () => {
    openRecovery()
    await figure('Failed')
    expect(await screen.findByText(/Do not ask everybody for a new card/)).toBeTruthy()
    const cards = screen.getByRole('region', { name: 'Cards that expire soon' })
    expect(within(cards).getByText(/before discounts, taxes and the customer’s balance\./)).toBeTruthy()
    expect(within(cards).getAllByRole('link')[0]?.getAttribute('href')).toContain('/customers/cus_')
  })

  it('says of a card whether its next payment comes before it expires, and how many subscriptions pay only after', async () => {
    openRecovery()
    await figure('Failed')
    const table = await screen.findByRole('table', { name: 'Cards that expire soon' })
    const said = within(table)
      .getAllByRole('row')
      .slice(1)
      .map((row) => within(row).getAllByRole('cell')[3]?.textContent)
    expect(new Set(said)).toEqual(
      new Set(['Before it expires', 'After it expires', 'Before it expires; 1 of 2 subscriptions after']),
    )
  })

  it('says so where more cards expire than are listed, also in the file', async () => {
    const { fake, user, callsOf } = openRecovery()
    const answer = fake.bridge.call.bind(fake.bridge)
    fake.bridge.call = async (method, request) => {
      const reply = await answer(method, request)
      return method === 'recovery.expiring' && reply.ok
        ? { ...reply, value: { ...(reply.value as object), complete: false } }
        : reply
    }
    expect(await screen.findByText(/The first 9, soonest first: more expire by then\./)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Cards that expire soon: save as CSV' }))
    await waitFor(() => expect(callsOf('text.save')).toHaveLength(1))
    const [saved] = callsOf('text.save').map(({ request }) => request as { text: string })
    expect(saved?.text).toContain('"Shown","The first 9')
  })

  it('saves a table with its formula and its definitions', async () => {
    const { user, callsOf } = openRecovery()
    await figure('Failed')
    await user.click(screen.getByRole('button', { name: 'By decline code: save as CSV' }))
    await waitFor(() => expect(callsOf('text.save')).toHaveLength(1))
    const [saved] = callsOf('text.save').map(({ request }) => request as { text: string })
    const { text } = saved!
    expect(text).toContain('"Formula","Rate = recovered / (recovered + lost), by amount')
    expect(text).toContain('"Lost","Canceled, their invoice void')
    expect(text).toContain('Counted by when it failed, also where it is not known when it came back.')
    expect(text).toContain('"insufficient_funds","Not enough money",0.')
  })

  it('says when nothing failed, and when it could not be worked out', async () => {
    openRecovery('', { payments: 0 })
    expect(await screen.findByText('No payment has failed yet')).toBeTruthy()
    cleanup()
    const damaged = { code: 'store_corrupt', message: 'The cache of this desk is damaged.' } as const
    openRecovery('', { failing: { 'recovery.report': damaged } })
    expect(await screen.findByText('Recovery could not be worked out')).toBeTruthy()
  })

  it('says that it could not be worked out again, beside what was, and can be asked once more', async () => {
    const failing: NonNullable<FakeOptions['failing']> = {}
    const { fake, user } = openRecovery('', { failing })
    const before = await figure('Failed')
    const gone = { code: 'internal', message: 'Part of Bursar stopped.' } as const
    Object.assign(failing, { 'recovery.report': gone, 'recovery.expiring': gone })
    fake.push('data.changed', { deskId: 'demo', kinds: ['payments'] })
    const said = await screen.findByText('Recovery could not be worked out again: Part of Bursar stopped.')
    expect(await screen.findByText('They could not be read again: Part of Bursar stopped.')).toBeTruthy()
    expect(await figure('Failed')).toBe(before)
    delete failing['recovery.report']
    await user.click(within(said.closest<HTMLElement>('[role="alert"]')!).getByRole('button'))
    await waitFor(() => expect(screen.queryByText(/^Recovery could not be worked out again/)).toBeNull())
  })

  it('can ask once more for the cards that expire, where they could not be read', async () => {
    const failing: NonNullable<FakeOptions['failing']> = {
      'recovery.expiring': { code: 'internal', message: 'Part of Bursar stopped.' },
    }
    const { user } = openRecovery('', { failing })
    expect(await screen.findByText('They could not be read: Part of Bursar stopped.')).toBeTruthy()
    delete failing['recovery.expiring']
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('table', { name: 'Cards that expire soon' })).toBeTruthy()
  })
})
