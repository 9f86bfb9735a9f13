// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { Route } from 'wouter'
import { OverviewScreen } from '../../../../../src/renderer/features/overview/overview-screen.tsx'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { someFreshness } from '../../../../doubles/bridge/fake-freshness.ts'
import { renderFace } from '../../support.tsx'

afterEach(cleanup)

function openOverview(search = '', options: FakeOptions = {}) {
  const face = renderFace(
    <Route path="/desks/:deskId/overview">
      <OverviewScreen desk={demoDesk} />
    </Route>,
    { payments: 2000, ...options },
    `#/desks/demo/overview${search}`,
  )
  return { ...face, user: userEvent.setup() }
}

const chart = () => screen.findByRole('listbox')
const tile = (name: RegExp) => screen.findByRole('button', { name })
const asked = (face: ReturnType<typeof openOverview>, lane: string) =>
  face
    .callsOf('finance.overview')
    .map(({ request }) => request as { lane: string; from: number; before: number; bucket: string })
    .filter((request) => request.lane === lane)

describe('Overview', () => {
  it('gives every figure with its definition, its comparison and the way to its rows', async () => {
    const face = openOverview()
    await chart()
    const figures = within(screen.getByRole('list', { name: 'Figures' })).getAllByRole('listitem')
    expect(figures).toHaveLength(8)
    expect(screen.getByRole('button', { name: /^Fees: What Stripe kept of every movement/ })).toBeTruthy()
    await waitFor(() => expect(figures[0]?.textContent).toMatch(/Compared with .*(more|less|as before)/))
    const [shown] = asked(face, 'overview shown')
    const [before] = asked(face, 'overview before')
    expect(before?.from).toBeLessThan(shown?.from ?? 0)
    // A period that is not over is compared with as much of the one before.
    expect(before?.before).toBeLessThan(shown?.from ?? 0)
    await face.user.click(screen.getByRole('button', { name: 'What the figures mean' }))
    const definitions = await screen.findByRole('dialog', { name: 'What the figures mean' })
    expect(within(definitions).getAllByRole('term')).toHaveLength(8)
  })

  it('shows in the chart the figure of the tile or key that is pressed, and keeps it in the address', async () => {
    const { user } = openOverview()
    expect((await chart()).getAttribute('aria-label')).toContain('Net by day')
    await user.click(await tile(/^Refunds.*show in the chart$/))
    expect((await chart()).getAttribute('aria-label')).toContain('Refunds by day')
    await user.keyboard('8')
    expect((await chart()).getAttribute('aria-label')).toContain('Recovered by day')
    expect(window.location.hash).toContain('figure=recovered')
  })

  it('walks the chart by the arrow keys, says exact values, and opens the rows of a column with Enter', async () => {
    const face = openOverview('?figure=gross')
    const { user } = face
    const box = await chart()
    box.focus()
    await user.keyboard('{Home}')
    const options = within(box).getAllByRole('option')
    expect(options).toHaveLength(30)
    expect(box.getAttribute('aria-activedescendant')).toBe(options[0]?.id)
    await user.keyboard('{ArrowRight}')
    expect(box.getAttribute('aria-activedescendant')).toBe(options[1]?.id)
    expect(options[1]?.getAttribute('aria-label')).toMatch(/: Gross [\d,.]+ EUR, Of \d+ payments?/)
    await user.keyboard('{Enter}')
    await screen.findByRole('complementary', { name: 'Rows of Gross' })
    expect(window.location.hash).toMatch(/rows=\d+/)
    const request = face.callsOf('finance.rows')[0]?.request as { from: number; before: number }
    expect(request.before - request.from).toBe(86_400)
    await waitFor(() => expect(options[1]?.getAttribute('aria-selected')).toBe('true'))
    await user.keyboard('{Escape}')
    expect(window.location.hash).not.toContain('rows')
  })

  it('opens the rows behind a figure, which add up to it, and each leads to its payment', async () => {
    const face = openOverview('?period=7d&figure=gross')
    const { user } = face
    await user.click(await tile(/^Gross: the .* behind it$/))
    const panel = within(await screen.findByRole('complementary', { name: 'Rows of Gross' }))
    const grid = within(await panel.findByRole('grid'))
    const rows = (): HTMLElement[] => grid.getAllByRole('row').slice(1)
    const sum = (): number =>
      rows()
        .map((row) => Math.round(Number(row.lastElementChild?.textContent?.replaceAll(',', '')) * 100))
        .reduce((before, amount) => before + amount, 0)
    const said = panel.getAllByText(/EUR/)[0]?.parentElement?.textContent ?? ''
    const figure = Math.round(Number(/^[\d,.]+/.exec(said)?.[0].replaceAll(',', '')) * 100)
    await waitFor(() => expect(sum()).toBe(figure))
    const [first] = rows()
    if (first) await user.click(first)
    expect(window.location.hash).toMatch(/payments\/pi_/)
  })

  it('gives the focus back to the chart or the tile when the rows close', async () => {
    const { user } = openOverview('?figure=gross')
    const leave = async () => user.click(await screen.findByRole('button', { name: 'Close the inspector' }))
    const box = await chart()
    box.focus()
    await user.keyboard('{Home}{Enter}')
    await leave()
    await waitFor(() => expect(document.activeElement).toBe(box))
    const count = await tile(/^Refunds: the/)
    await user.click(count)
    await leave()
    await waitFor(() => expect(document.activeElement).toBe(count))
    // What has the focus elsewhere keeps it.
    await user.click(count)
    const other = await tile(/^Net.*show in the chart$/)
    other.focus()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull())
    expect(document.activeElement).toBe(other)
  })

  it('leads from what failed on whole days to the list to work on', async () => {
    const { user } = openOverview('?period=7d&figure=failed')
    await user.click(await tile(/^Failed: the .* behind it$/))
    const panel = within(await screen.findByRole('complementary', { name: 'Rows of Failed' }))
    await user.click(panel.getByRole('link', { name: 'Show them in Failed payments' }))
    expect(window.location.hash).toMatch(/failures\?state=any&currency=eur&from=[\d-]+&to=[\d-]+$/)
  })

  it('shows the numbers as a table, and saves them with what they are of', async () => {
    const { user, callsOf } = openOverview('?period=7d')
    await chart()
    await user.click(screen.getByRole('button', { name: 'Net by day: as a table' }))
    expect(screen.queryByRole('listbox')).toBeNull()
    const table = within(screen.getByRole('table', { name: 'Net by day' }))
    expect(table.getAllByRole('row')).toHaveLength(8)
    await user.click(screen.getByRole('button', { name: 'Net by day: save as CSV' }))
    await waitFor(() => expect(callsOf('text.save')).toHaveLength(1))
    const [saved] = callsOf('text.save').map(({ request }) => request as { text: string; fileName: string })
    const { text, fileName } = saved!
    expect(fileName).toMatch(/^net-by-day-lovelace-bindery-demo-\d{4}-\d\d-\d\d\.csv$/)
    expect(text).toContain('"Currency","EUR"')
    expect(text).toMatch(
      /"Data","Complete to \d{4}-\d\d-\d\dT[\d:.]+Z, \d events failed, \d events? not in the tables yet"/,
    )
    expect(text).toContain('"Definition","Gross, refunds, disputes')
    const lines = text.split('\r\n\r\n')[1]?.split('\r\n') ?? []
    expect(lines).toHaveLength(9)
    expect(lines[0]).toBe('"Day","Net EUR","Count","Compared with","Net then","Count then"')
    // The last day is compared with as much of its weekday before.
    expect(lines[1]).toMatch(/^"(\w{3}), .*,"\1, /)
  })

  it('says on paper and in files what it lacks while the history is being read', async () => {
    const { user, callsOf } = openOverview('', { sync: someFreshness.loading() })
    await chart()
    const lacks = 'Counts and totals are not complete, 2 parts missing'
    expect(await screen.findByText(new RegExp(`${lacks}, .*\\. Printed `))).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Net by day: save as CSV' }))
    await waitFor(() => expect(callsOf('text.save')).toHaveLength(1))
    const [saved] = callsOf('text.save').map(({ request }) => request as { text: string })
    expect(saved?.text).toContain(`"Data","${lacks}, `)
  })

  it('is asked again when data changes, without the figures going away', async () => {
    const face = openOverview()
    await chart()
    const times = asked(face, 'overview shown').length
    face.fake.push('data.changed', { deskId: 'demo', kinds: ['payments'] })
    expect(screen.getByRole('listbox')).toBeTruthy()
    await waitFor(() => expect(asked(face, 'overview shown').length).toBeGreaterThan(times))
  })

  it('asks for another stretch and currency, and says which zone its days are of', async () => {
    const face = openOverview()
    const { user } = face
    await chart()
    const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone
    expect(screen.getByText(new RegExp(`Days begin at midnight in ${zone}`))).toBeTruthy()
    await user.click(screen.getByRole('button', { name: '12 months' }))
    await user.selectOptions(screen.getByLabelText('Currency'), 'JPY')
    await waitFor(() =>
      expect(asked(face, 'overview shown').at(-1)).toMatchObject({ bucket: 'month', currency: 'jpy' }),
    )
    expect(window.location.hash).toContain('currency=jpy&period=12m')
  })

  it('tells a screen reader which figure of which stretch is shown, once it is', async () => {
    const face = openOverview('?period=12m')
    await chart()
    const answer = face.fake.bridge.call.bind(face.fake.bridge)
    let arrive = (): void => undefined
    const arrival = new Promise<void>((resolve) => (arrive = resolve))
    face.fake.bridge.call = async (method, request) => {
      await arrival
      return answer(method, request)
    }
    const [told] = screen
      .getAllByRole('status')
      .filter(({ textContent }) => textContent.startsWith('Net in EUR'))
    expect(told?.textContent).toMatch(/^Net in EUR, .*\d{4}, by month$/)
    await face.user.keyboard('8')
    expect(told?.textContent).toMatch(/^Recovered in EUR/)
    await face.user.selectOptions(screen.getByLabelText('Currency'), 'JPY')
    expect(told?.textContent).toBe('')
    arrive()
    await waitFor(() => expect(told?.textContent).toMatch(/^Recovered in JPY/))
  })

  it('keeps the figures when the stretch before could not be read, and says so', async () => {
    const { fake } = openOverview()
    const answer = fake.bridge.call.bind(fake.bridge)
    const error = { code: 'store_corrupt' as const, message: 'Damaged.' }
    fake.bridge.call = (method, request) =>
      (request as { lane?: string }).lane === 'overview before'
        ? Promise.resolve({ ok: false, error })
        : answer(method, request)
    await chart()
    expect(await screen.findByText('The period before could not be read: Damaged.')).toBeTruthy()
    const figures = within(screen.getByRole('list', { name: 'Figures' })).getAllByRole('listitem')
    expect(figures[0]?.textContent).not.toContain('Compared with')
  })

  it('shows no figures where they could not be read', async () => {
    openOverview('', { failing: { 'finance.overview': { code: 'store_corrupt', message: 'Damaged.' } } })
    expect(await screen.findByText('The figures could not be read')).toBeTruthy()
  })

  it('says of figures that the key may not read that they are not known, and shows nothing for them', async () => {
    const what = 'balance transactions: The key may not read them.'
    const { user } = openOverview('?figure=gross', {
      sync: { missing: [{ from: 0, to: 1, what }] },
    })
    expect(await screen.findByText('Gross is not known')).toBeTruthy()
    expect(screen.getByText(/The key may not read them\./)).toBeTruthy()
    expect(screen.queryByRole('listbox')).toBeNull()
    const figures = within(screen.getByRole('list', { name: 'Figures' })).getAllByRole('listitem')
    expect(figures.map(({ textContent }) => /Not known/.test(textContent))).toEqual([true, true, true, true, true, true, false, false]) // prettier-ignore
    expect(figures[0]?.textContent).not.toMatch(/0\.00|none|Compared/)
    await user.keyboard('o')
    expect(screen.queryByRole('complementary')).toBeNull()
    await user.keyboard('7')
    expect((await chart()).getAttribute('aria-label')).toContain('Failed by day')
  })

  it('teaches where nothing has moved yet', async () => {
    openOverview('', { payments: 0 })
    expect(await screen.findByText('No money has moved yet')).toBeTruthy()
    expect(screen.queryByText('0.00')).toBeNull()
  })
})
