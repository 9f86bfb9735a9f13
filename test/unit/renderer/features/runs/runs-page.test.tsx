// @vitest-environment jsdom
// The list of runs and the page of one: what is said is what the engine says, and what is done is done once.
import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { Route } from 'wouter'
import { pauseReasons, type Run } from '../../../../../src/contract/runs.ts'
import { RunPage } from '../../../../../src/renderer/features/runs/run-page.tsx'
import { RunsScreen } from '../../../../../src/renderer/features/runs/runs-screen.tsx'
import {
  nextCount,
  pauseWords,
  progressWord,
  runSentence,
  takesWord,
  timeLeftOf,
} from '../../../../../src/renderer/features/runs/run-words.ts'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { renderFace } from '../../support.tsx'

afterEach(cleanup)

const runs = '/desks/demo/runs'
const idOf = (place: number): string => `00000000-0000-4000-8000-00000000000${place}`
const [running, canary, failures, stopped] = [1, 2, 3, 4].map(idOf)

function openList(options: FakeOptions = {}, desk = demoDesk) {
  return { ...renderFace(<Route path={runs}><RunsScreen desk={desk} /></Route>, { payments: 400, desk, ...options }, runs), user: userEvent.setup() } // prettier-ignore
}
function openRun(runId = running, options: FakeOptions = {}, desk = demoDesk) {
  const face = renderFace(
    <Route path={`${runs}/:runId`}>{({ runId: id }) => <RunPage key={id} desk={desk} runId={id} />}</Route>,
    { payments: 400, runs: 'some', desk, ...options },
    `${runs}/${runId}`,
  )
  const runNow = async (): Promise<Run> => {
    const answer = await face.fake.bridge.call('runs.detail', { deskId: 'demo', runId })
    return (answer as { value: Run }).value
  }
  return { ...face, runNow, user: userEvent.setup() }
}

describe('the list', () => {
  it('says how far each run is, newest first, and opens one with Enter', async () => {
    const { user } = openList({ runs: 'some' })
    const rows = await waitFor(() => {
      const listed = screen.getAllByRole('row').slice(1)
      expect(listed.length).toBeGreaterThan(2)
      return listed
    })
    expect(rows[0]?.textContent).toContain('cancelled-workshops.csv')
    expect(rows[0]?.textContent).toContain('71 of 180')
    expect(rows[2]?.textContent).toContain('60 refunds, 4 failed')
    await user.keyboard('jj{Enter}')
    expect(window.location.hash).toBe(`#${runs}/${canary}`)
  })

  it('is exported whole, each run with what was ordered and made in its currency', async () => {
    const { user, callsOf } = openList({ runs: 'some' })
    await user.click(await screen.findByRole('button', { name: 'Export CSV' }))
    await waitFor(() => expect(callsOf('text.save')).toHaveLength(1))
    const { fileName, text } = callsOf('text.save')[0]!.request as { fileName: string; text: string }
    expect(fileName).toMatch(/^bulk-refunds-lovelace-bindery-demo-\d{4}-\d\d-\d\d\.csv$/)
    for (const each of [1, 2, 3, 4, 5]) expect(text).toContain(`"${idOf(each)}"`)
  })

  it('teaches what a run is when there is none, and n begins one', async () => {
    const { user } = openList()
    expect(await screen.findByText('No bulk refunds yet')).toBeTruthy()
    await user.keyboard('n')
    expect(window.location.hash).toBe(`#${runs}/new`)
  })

  it('offers no run where the policy allows none, and says so', async () => {
    const policy = { ...demoDesk.policy, allowed: ['refund' as const] }
    const { user } = openList({}, { ...demoDesk, policy })
    expect((await screen.findAllByText(/allows no bulk refunds on this machine/)).length).toBeGreaterThan(0)
    expect(screen.queryByRole('button', { name: /New run/ })).toBeNull()
    await user.keyboard('n')
    expect(window.location.hash).toBe(`#${runs}`)
  })

  it('says why it could not be read', async () => {
    openList({ failing: { 'runs.list': { code: 'store_corrupt', message: 'The journal is damaged.' } } })
    expect(await screen.findByText('The journal is damaged.')).toBeTruthy()
    expect(screen.queryByText('No bulk refunds yet')).toBeNull()
  })
})

describe('the page of a run', () => {
  it('says how far it is to the eye and to a screen reader', async () => {
    openRun()
    const bar = await screen.findByRole('progressbar')
    expect(bar.getAttribute('aria-valuetext')).toBe('71 of 180 refunds sent: 70 made, 1 failed')
    expect(bar.getAttribute('aria-valuenow')).toBe('71')
    expect(screen.getByText('66 a minute')).toBeTruthy()
    expect(screen.getByText('about 2 min left')).toBeTruthy()
    expect(screen.getAllByRole('status').some((each) => each.textContent?.startsWith('Running.'))).toBe(true)
  })

  it('follows the pushes without asking for the run again, and for its rows at most twice a second', async () => {
    const { fake, callsOf, runNow } = openRun()
    await screen.findByRole('grid', { name: 'Rows' })
    const run = await runNow()
    const asked = { detail: callsOf('runs.detail').length, rows: callsOf('runs.rows').length }
    for (let made = 71; made < 91; made++)
      act(() => fake.push('run.changed', { ...run, counts: { ...run.counts, made, waiting: 178 - made } }))
    await waitFor(() =>
      expect(screen.getByRole('progressbar').getAttribute('aria-valuetext')).toContain('90 made'),
    )
    await new Promise((resolve) => setTimeout(resolve, 900))
    expect(callsOf('runs.detail')).toHaveLength(asked.detail)
    expect(callsOf('runs.rows').length - asked.rows).toBeLessThanOrEqual(2)
    expect(callsOf('runs.rows').length).toBeGreaterThan(asked.rows)
  })

  it('is paused with p and goes on by its button, which does not take the focus by itself', async () => {
    const { user, callsOf } = openRun()
    await screen.findByRole('button', { name: /^Pause/ })
    await user.keyboard('p')
    const goOn = await screen.findByRole('button', { name: /^Go on, send \d+ refunds/ })
    expect(document.activeElement).not.toBe(goOn)
    expect(screen.getByText(/^Go on to send the other/)).toBeTruthy()
    goOn.focus()
    await user.keyboard('{Enter}')
    await waitFor(() => expect(callsOf('run.resume')).toHaveLength(1))
  })

  it('is stopped for good only after a question', async () => {
    const { user, callsOf } = openRun(canary)
    await user.click(await screen.findByRole('button', { name: 'Stop for good…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Stop this run for good?' })
    expect(dialog.textContent).toContain('35 refunds are not sent then')
    expect(callsOf('run.stop')).toHaveLength(0)
    await user.click(within(dialog).getByRole('button', { name: 'Stop it' }))
    expect(
      await screen.findByText(/^It was stopped\. 5 refunds were made\. 35 refunds were never sent/),
    ).toBeTruthy()
    expect(callsOf('run.stop')).toHaveLength(1)
  })

  it('that is held shows how long, and z takes it back', async () => {
    const { fake, user, runNow } = openRun()
    await screen.findByRole('progressbar')
    const run = await runNow()
    act(() =>
      fake.push('run.changed', { ...run, state: 'held', placedAt: Date.now(), sendAt: Date.now() + 20_000 }),
    )
    expect(await screen.findByRole('timer')).toBeTruthy()
    await user.keyboard('z')
    // The made-up engine knows it as running: what matters is that the key stops, once.
    await waitFor(() => expect(fake.calls.filter(({ method }) => method === 'run.stop')).toHaveLength(1))
  })

  it('shows rows of one state, and leads from a row to its payment', async () => {
    const { user, callsOf } = openRun(failures)
    await user.click(await screen.findByRole('button', { name: /^Failed/ }))
    await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(5))
    expect(callsOf('runs.rows').at(-1)?.request).toMatchObject({ state: ['failed'] })
    expect(screen.getAllByText(/already refunded elsewhere/).length).toBeGreaterThan(0)
    await user.keyboard('j{Enter}')
    expect(window.location.hash).toMatch(/^#\/desks\/demo\/payments\/pi_/)
  })

  it('that is over gives its receipt, and its failed rows to a new form', async () => {
    const { user, callsOf } = openRun(failures)
    await user.click(await screen.findByRole('button', { name: 'Receipt' }))
    await waitFor(() => expect(callsOf('text.save')).toHaveLength(1))
    expect(callsOf('text.save')[0]?.request).toMatchObject({
      fileName: expect.stringMatching(/^run-\w+-lovelace-bindery-demo-[\d-]+\.csv$/) as string,
    })
    await user.click(screen.getByRole('button', { name: 'Retry the 4 failed…' }))
    expect(window.location.hash).toBe(`#${runs}/new?retry=${failures}`)
  })

  it('gives the receipt of the rows that are shown, and says above them of what it is', async () => {
    const { user, callsOf } = openRun(failures)
    await user.click(await screen.findByRole('button', { name: /^Failed/ }))
    await user.click(screen.getByRole('button', { name: 'Receipt: failed' }))
    await waitFor(() => expect(callsOf('text.save')).toHaveLength(1))
    const { fileName, text } = callsOf('text.save')[0]!.request as { fileName: string; text: string }
    expect(fileName).toMatch(/^run-\w+-failed-lovelace-bindery-demo-[\d-]+\.csv$/)
    expect(text).toMatch(/^"Bulk refund","Lovelace Bindery, DEMO"\r\n"Run","broken-kettles\.csv"\r\n/)
    expect(text).toContain('"Filter","State: Failed"')
    const [, rows = ''] = text.split('\r\n""\r\n')
    expect(rows.trimEnd().split('\r\n')).toHaveLength(4)
  })

  it('gives no receipt of rows that are in this state no more', async () => {
    const { fake, user, runNow } = openRun(failures)
    await user.click(await screen.findByRole('button', { name: /^Failed/ }))
    const run = await runNow()
    act(() => fake.push('run.changed', { ...run, counts: { ...run.counts, failed: 0, made: 60 } }))
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Receipt: failed' })
    await waitFor(() => expect(button.disabled).toBe(true))
  })

  it('whose failed rows another retry has made offers only the others, and no retry when there are none', async () => {
    const { fake, runNow } = openRun(failures)
    await screen.findByRole('button', { name: 'Retry the 4 failed…' })
    const run = await runNow()
    act(() => fake.push('run.changed', { ...run, retriable: 3 }))
    expect(await screen.findByRole('button', { name: 'Retry the other 3 failed…' })).toBeTruthy()
    act(() => fake.push('run.changed', { ...run, retriable: 0 }))
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Retry/ })).toBeNull())
  })

  it('that was stopped offers a new run of what is left, by its button and by n', async () => {
    const { user } = openRun(stopped)
    await user.click(await screen.findByRole('button', { name: /^Make a new run of the 16 left…/ }))
    expect(window.location.hash).toBe(`#${runs}/new?retry=${stopped}`)
    cleanup()
    openRun(stopped)
    await screen.findByRole('button', { name: /^Make a new run/ })
    await user.keyboard('n')
    expect(window.location.hash).toBe(`#${runs}/new?retry=${stopped}`)
  })

  it('that was stopped and of which nothing is left, or on a machine that may not, offers none', async () => {
    const { fake, runNow, user } = openRun(stopped)
    await screen.findByRole('button', { name: /^Make a new run/ })
    const run = await runNow()
    act(() => fake.push('run.changed', { ...run, retriable: 9 }))
    expect(await screen.findByRole('button', { name: /^Make a new run of the other 9 left…/ })).toBeTruthy()
    act(() => fake.push('run.changed', { ...run, retriable: 0 }))
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Make a new run/ })).toBeNull())
    await user.keyboard('n')
    expect(window.location.hash).toBe(`#${runs}/${stopped}`)
    cleanup()
    const policy = { ...demoDesk.policy, allowed: ['refund' as const] }
    openRun(stopped, {}, { ...demoDesk, policy })
    await screen.findByRole('button', { name: 'Receipt' })
    expect(screen.queryByRole('button', { name: /^Make a new run/ })).toBeNull()
  })

  it.each([
    ['its retries', failures],
    ['a retry of its retry', idOf(7)],
  ])('hears of %s: what one of them makes can not be tried again', async (_, retryOf = '') => {
    const { fake, runNow, callsOf } = openRun(failures)
    const run = await runNow()
    await screen.findByRole('button', { name: 'Receipt' })
    const asked = callsOf('runs.detail').length
    act(() => fake.push('run.changed', { ...run, id: idOf(8), retryOf }))
    await waitFor(() => expect(callsOf('runs.detail').length).toBe(asked + 1))
  })

  it('offers to unlock rather than to go on where the desk is locked', async () => {
    const locked = { ...demoDesk, access: { ...demoDesk.access, orders: 'locked' as const } }
    openRun(canary, {}, locked)
    expect(await screen.findByRole('button', { name: 'Unlock…' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^Go on/ })).toBeNull()
  })

  it('says that it could not be read, or that there is none', async () => {
    openRun(idOf(9))
    expect(await screen.findByText('There is no such run on this desk.')).toBeTruthy()
  })

  it('that could not be read again stays with its keys, and says so', async () => {
    const options: FakeOptions = { failing: {} }
    const { user, client, callsOf } = openRun(running, options)
    await screen.findByRole('button', { name: /^Pause/ })
    options.failing!['runs.detail'] = { code: 'stopping', message: 'Bursar is being restarted.' }
    await act(() => client.invalidateQueries({ queryKey: ['run', 'demo'] }))
    expect(
      await screen.findByText(/^This run could not be read again: Bursar is being restarted/),
    ).toBeTruthy()
    await user.keyboard('p')
    await waitFor(() => expect(callsOf('run.pause')).toHaveLength(1))
  })

  it('says when something was refused', async () => {
    const { user } = openRun(running, {
      failing: { 'run.pause': { code: 'order_too_late', message: 'It is over already.' } },
    })
    await screen.findByRole('button', { name: /^Pause/ })
    await user.keyboard('p')
    expect(screen.queryByRole('button', { name: /^Go on/ })).toBeNull()
  })
})

describe('the words', () => {
  const run: Run = {
    id: running ?? '', deskId: 'demo', name: 'n', note: null, operator: 'ada', retryOf: null, state: 'paused', pausedBecause: null,
    problem: null, placedAt: 0, sendAt: 0, endedAt: null, rows: 40, canary: 5, afterCanary: 'ask', canaryOver: false, totals: [], perMinute: null,
    counts: { waiting: 35, sending: 0, made: 5, failed: 0, unknown: 0, skipped: 0 }, retriable: 0,
  } // prettier-ignore

  it.each(pauseReasons)('say why it is paused and what to do: %s', (pausedBecause) => {
    expect(runSentence({ ...run, pausedBecause })).toMatch(/^[A-Z].*\.$/)
    expect(pauseWords[pausedBecause].next(run)).toMatch(/^[A-Z].*\.$/)
  })

  it.each([
    [{ failed: 1, unknown: 0 }, /^One of the first 5 refunds was not made, so nothing else was sent\.$/],
    [{ failed: 0, unknown: 1 }, /^It is not known whether all of the first 5 refunds were made/],
    [{ failed: 0, unknown: 0 }, /^It was not known whether all of the first 5 refunds were made/],
  ])('never call a refund not made whose outcome is not known: %j', (more, words) => {
    const counts = { ...run.counts, made: 5 - more.failed - more.unknown, ...more }
    expect(runSentence({ ...run, pausedBecause: 'canary_failed', counts })).toMatch(words)
    const inARow = runSentence({ ...run, pausedBecause: 'failures', counts })
    expect(/were not made, so/.test(inARow)).toBe(more.failed > 0)
  })

  it('promise no more of going on than it sends before it waits again', () => {
    const counts = { ...run.counts, waiting: 38, made: 2 }
    const early = { ...run, pausedBecause: 'operator' as const, counts }
    expect(nextCount(early)).toBe(3)
    expect(pauseWords.operator.next(early)).toContain('the rest of the first 5 refunds')
    expect(nextCount({ ...early, afterCanary: 'go_on' })).toBe(38)
    const oneFailed = { ...counts, made: 1, failed: 1 }
    expect(nextCount({ ...early, afterCanary: 'go_on', counts: oneFailed })).toBe(3)
    expect(pauseWords.canary_failed.next({ ...early, counts: oneFailed })).toContain(
      'waits for you once more',
    )
    const over = { ...run, canaryOver: true }
    expect(nextCount(over)).toBe(35)
    expect(pauseWords.operator.next(over)).toBe('Go on to send the other 35, or stop it for good.')
  })

  it.each([
    ['operator', {}, 0],
    ['locked', {}, 0],
    ['restart', { made: 4, sending: 1 }, 0],
    ['canary', {}, 35],
    ['canary_failed', { made: 4, failed: 1 }, 35],
  ] as const)('know which pause is one to look at the first refunds: %s, %j', (pausedBecause, more, next) =>
    expect(nextCount({ ...run, pausedBecause, counts: { ...run.counts, ...more } })).toBe(next),
  )

  it('say that going on waits for a look at the first refunds where it sends nothing before', () => {
    const paused = { ...run, pausedBecause: 'operator' as const }
    expect(pauseWords.operator.next(paused)).toBe('Go on, and it waits until you have looked at the first 5 refunds; or stop it for good.')
    expect(nextCount({ ...paused, afterCanary: 'go_on' })).toBe(35)
  }) // prettier-ignore

  it('say how long a live run takes, and that it pauses where the desk locks before', () => {
    const measured = { holdSeconds: 8, pace: { perMinute: 60, isMeasured: true } }
    expect(takesWord(30, measured, null)).toBe('Sending takes less than a minute, as fast as the last runs went.')
    expect(takesWord(170, measured, 180_000)).toBe('Sending takes about 3 min, as fast as the last runs went.')
    expect(takesWord(175, measured, 180_000)).toMatch(/^Sending takes about 3 min, .* is longer than the desk stays unlocked \(3 min more\): when it locks, the run pauses/)
    const most = { holdSeconds: 8, pace: { perMinute: 60, isMeasured: false } }
    expect(takesWord(80, most, 180_000)).toBe('As fast as Stripe allows, sending takes about 2 min; it may be slower.')
    expect(takesWord(90, most, 180_000)).toContain('That may be longer than')
    expect(takesWord(180, most, 180_000)).toContain('That is longer than')
  }) // prettier-ignore

  it('never say that nothing was sent of what a journal that is a backup can’t know', () => {
    const counts = { ...run.counts, waiting: 0, skipped: 35 }
    const stopped = { ...run, state: 'stopped' as const, pausedBecause: null, counts }
    expect(runSentence(stopped)).toContain('35 refunds were never sent')
    expect(progressWord(stopped)).toMatch(/35 not sent$/)
    const problem = { code: 'order_too_late', message: 'The journal was restored from a backup.' } as const
    expect(progressWord({ ...stopped, problem })).toMatch(/35 not known to be sent$/)
    expect(runSentence({ ...stopped, problem })).toMatch(/5 refunds were made\. 35 refunds were not sent yet, and may have been since\.$/)
  }) // prettier-ignore

  it('never call a run done well that was not', () => {
    const counts = { ...run.counts, waiting: 0, made: 37, failed: 2, unknown: 1 }
    expect(runSentence({ ...run, state: 'finished', counts })).toMatch(
      /^37 refunds were made, 2 failed, of 1 the outcome is not known yet\./,
    )
    expect(runSentence({ ...run, state: 'finished', counts: { ...counts, made: 40, failed: 0, unknown: 0 } })).toBe(
      'All 40 refunds were made.',
    )
    expect(progressWord({ ...run, counts })).toBe('40 of 40 refunds sent: 37 made, 2 failed, 1 unknown')
  }) // prettier-ignore

  it('tell the time that is left only where that is known', () => {
    const goesOn = { ...run, state: 'running' as const, canaryOver: true }
    expect(timeLeftOf({ ...goesOn, perMinute: null })).toBeNull()
    expect(timeLeftOf({ ...goesOn, perMinute: 0 })).toBeNull()
    expect(timeLeftOf({ ...goesOn, perMinute: 70 })).toBe('less than a minute left')
    expect(timeLeftOf({ ...goesOn, perMinute: 10 })).toBe('about 4 min left')
    expect(timeLeftOf({ ...goesOn, state: 'paused', perMinute: 10 })).toBeNull()
    const counts = { ...run.counts, waiting: 39, made: 1 }
    expect(timeLeftOf({ ...goesOn, canaryOver: false, counts, perMinute: 10 })).toBe(
      'less than a minute left',
    )
  })
})
