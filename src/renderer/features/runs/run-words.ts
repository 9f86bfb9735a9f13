// A run in words: where it stands, what comes next, why it is paused and what to do. Pure. It must never call a row anything but
// what is known of it.
import type { PauseReason, Run } from '../../../contract/runs.ts'
import type { ReplyOf } from '../../../contract/schemas.ts'
import { countText } from '../../ui/count.ts'
import { aboutWord, elapsed, timeLeftWord } from '../../ui/dates/time.ts'

export const refundsWord = (count: number): string =>
  `${countText(count)} ${count === 1 ? 'refund' : 'refunds'}`

/** Of a draft, the rows that somebody should know more of: they are in it all the same. */
export const awareWord = (count: number): string =>
  count === 1
    ? '1 row marked “Be aware” is ordered too: look at it.'
    : `${countText(count)} rows marked “Be aware” are ordered too: look at them.`

/** The first rows, as a subject: "the first 5 refunds". */
const firstWord = (count: number): string =>
  count === 1 ? 'the first refund' : `the first ${countText(count)} refunds`

/** Rows of which it is known what became of them, or that are on their way to be known. */
export const sentOf = ({ counts }: Run): number => counts.made + counts.failed + counts.unknown
/** Rows for which nothing is left to do. */
export const overOf = (run: Run): number => sentOf(run) + run.counts.skipped

const inFirst = ({ canaryOver, canary, rows }: Run): boolean => !canaryOver && canary < rows
/** Of the first rows, those that going on sends. */
const leftOfFirst = (run: Run): number => Math.max(0, run.canary - sentOf(run) - run.counts.sending)
/** It was paused for somebody to look at all of the first rows: going on is having looked. */
const isToBeLookedAt = (run: Run): boolean =>
  leftOfFirst(run) === 0 && (run.pausedBecause === 'canary' || run.pausedBecause === 'canary_failed')
/** Going on sends the rest of the first rows alone, if any are left: it waits again after them. */
const waitsAgain = (run: Run): boolean =>
  inFirst(run) &&
  !isToBeLookedAt(run) &&
  (run.afterCanary === 'ask' || run.counts.failed + run.counts.unknown > 0)
/** How many rows going on sends by itself. */
export const nextCount = (run: Run): number => (waitsAgain(run) ? leftOfFirst(run) : run.counts.waiting)

/** What comes of the first rows, as the end of a sentence. */
export function afterFirst({
  canary,
  rows,
  afterCanary,
}: Pick<Run, 'canary' | 'rows' | 'afterCanary'>): string {
  if (canary >= rows) return 'all of them one after another'
  const first = firstWord(canary)
  return afterCanary === 'ask'
    ? `${first}, then it waits until you have looked at them`
    : `${first}, and the others if all of those were made`
}

/**
 * Before a live run is placed: about how long its rows take, and that it pauses where the desk locks before they are through.
 * `locksIn`: milliseconds.
 */
export function takesWord(
  rows: number,
  { pace, holdSeconds }: Pick<ReplyOf<'run.rules'>, 'pace' | 'holdSeconds'>,
  locksIn: number | null,
): string {
  const takes = (rows / pace.perMinute) * 60_000
  const takesWords = pace.isMeasured
    ? `Sending takes ${aboutWord(takes)}, as fast as the last runs went.`
    : `As fast as Stripe allows, sending takes ${aboutWord(takes)}; it may be slower.`
  if (locksIn === null) return takesWords
  const left = locksIn - holdSeconds * 1000
  // Of what was never measured, twice as long is no surprise.
  const longer = takes > left ? 'is longer' : !pace.isMeasured && takes * 2 > left ? 'may be longer' : null
  return longer === null
    ? takesWords
    : `${takesWords} That ${longer} than the desk stays unlocked (${elapsed(locksIn)} more): when it locks, the run pauses, and it goes on once you have unlocked the desk and said so.`
}

/** Where it stands and what comes next, in a sentence or two. */
export function runSentence(run: Run): string {
  const { state, counts } = run
  switch (state) {
    case 'held':
      return `Nothing has been sent yet. When the hold ends, it sends ${afterFirst(run)}.`
    case 'running':
      if (!inFirst(run))
        return 'Refunds are being sent, one after another. It can be paused and stopped at any time.'
      return run.afterCanary === 'ask'
        ? `It is sending ${firstWord(run.canary)}. Then it waits until you have looked at them.`
        : `It is sending ${firstWord(run.canary)}. The others follow if all of those are made.`
    case 'paused':
      return pauseWords[run.pausedBecause ?? 'operator'].why(run)
    case 'stopped':
      return isOfBackup(run)
        ? `It was stopped. As the backup of its journal tells it: ${madeWord(run)} ${refundsWord(counts.skipped)} ${counts.skipped === 1 ? 'was' : 'were'} not sent yet, and may have been since.`
        : `It was stopped. ${madeWord(run)} ${refundsWord(counts.skipped)} ${counts.skipped === 1 ? 'was' : 'were'} never sent and won’t be.${run.retriable > 0 ? ' A new run can be made of what is left.' : ''}`
    case 'finished':
      return `${madeWord(run)}${counts.failed > 0 ? ' What failed can be tried again in a run of its own, once it is put right.' : ''}${counts.unknown > 0 ? ' What is unknown is looked up at Stripe until it is known; it can’t happen twice.' : ''}`
  }
}

/** What was sent after the backup, its journal can't know. Nothing else that stops a run comes too late. */
export const isOfBackup = ({ state, problem }: Run): boolean =>
  state === 'stopped' && problem?.code === 'order_too_late'

/** What became of the rows that the run did not send. */
export const skippedWord = (run: Run): string =>
  `${countText(run.counts.skipped)} not ${isOfBackup(run) ? 'known to be sent' : 'sent'}`

function madeWord({ counts, rows }: Run): string {
  if (counts.made === rows) return rows === 1 ? 'The refund was made.' : `All ${refundsWord(rows)} were made.`
  const others = [
    ...(counts.failed > 0 ? [`${countText(counts.failed)} failed`] : []),
    ...(counts.unknown > 0 ? [`of ${countText(counts.unknown)} the outcome is not known yet`] : []),
  ]
  const made = counts.made === 0 ? 'None of the refunds was made' : `${refundsWord(counts.made)} ${counts.made === 1 ? 'was' : 'were'} made` // prettier-ignore
  return `${[made, ...others].join(', ')}.`
}

/** The button that makes a new run of what this one did not make. */
export function renewWord({ state, retriable, counts: { failed, skipped } }: Run): string {
  const count = countText(retriable)
  const others = retriable < failed + skipped ? 'other ' : ''
  return state === 'stopped'
    ? `Make a new run of the ${others}${count} left…`
    : `Retry the ${others}${count} failed…`
}

interface PauseWords {
  why: (run: Run) => string
  /** What to do. */
  next: (run: Run) => string
}

const waitingWord = ({ counts: { waiting } }: Run): string =>
  waiting === 1 ? 'the last one' : `the other ${countText(waiting)}`
const restOfFirst = ({ canary }: Run): string => `the rest of ${firstWord(canary)}`

/** Only what is known to have failed is said to: of another, it is not known what came of it, or was not when the run paused. */
function notMadeOfFirst({ canary, counts: { failed, unknown } }: Run): string {
  const [one, all] = canary === 1 ? ['The first refund', 'the first refund was'] : [`One of ${firstWord(canary)}`, `all of ${firstWord(canary)} were`] // prettier-ignore
  if (failed > 0) return `${one} was not made`
  return unknown > 0 ? `It is not known whether ${all} made` : `It was not known whether ${all} made`
}

export const pauseWords: Record<PauseReason, PauseWords> = {
  operator: {
    why: () => 'It was paused. Nothing new is sent; what was on its way is followed to its end.',
    next(run) {
      if (!waitsAgain(run)) return `Go on to send ${waitingWord(run)}, or stop it for good.`
      return leftOfFirst(run) > 0
        ? `Go on to send ${restOfFirst(run)}, after which it waits for you again; or stop it for good.`
        : `Go on, and it waits until you have looked at ${firstWord(run.canary)}; or stop it for good.`
    },
  },
  canary: {
    why: (run) => `${upper(firstWord(run.canary))} ${run.canary === 1 ? 'is' : 'are'} through. Nothing else is sent until you say so.`, // prettier-ignore
    next: (run) =>
      `Look at them below: payment, amount, customer. If they are as you meant them, go on to send ${waitingWord(run)}.`,
  },
  canary_failed: {
    why: (run) => `${notMadeOfFirst(run)}, so nothing else was sent.`,
    next: (run) =>
      `Look below why. If ${waitingWord(run)} would fare the same, stop it; otherwise go on to send ${waitsAgain(run) ? `${restOfFirst(run)}, after which it waits for you once more` : run.counts.waiting === 1 ? 'it' : 'them'}.`,
  },
  failures: {
    why: ({ counts: { failed, unknown } }) => {
      if (failed === 0)
        return 'Of several refunds in a row it was not known whether they were made, so it has paused itself.'
      return `Several refunds in a row were not made${unknown > 0 ? ', or it is not known whether they were' : ''}, so it has paused itself.`
    },
    next: () =>
      'Look below why. Put right what they have in common, such as the balance or the key; then go on.',
  },
  restart: {
    why: () =>
      'Bursar was closed or cut off while this ran. Nothing was sent twice, and what was on its way is being cleared up.',
    next: (run) => `Go on where it was: ${refundsWord(run.counts.waiting)} ${run.counts.waiting === 1 ? 'waits' : 'wait'}.`, // prettier-ignore
  },
  locked: {
    why: () => 'The desk was locked, so nothing new is sent.',
    next: () => 'Unlock the desk, then go on.',
  },
  refused: {
    why: () => 'The key or the policy of this desk allows no more of these refunds.',
    next: () => 'Put that right in Settings, then go on; or stop it for good.',
  },
  day_limit: {
    why: () => 'What the policy of this desk allows in a day is used up, so nothing new is sent.',
    next: ({ counts: { waiting } }) =>
      `Go on when the limit is free again, or once it is raised in Settings: ${refundsWord(waiting)} ${waiting === 1 ? 'waits' : 'wait'}.`,
  },
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** "about 4 min left" until it is through or waits, by how fast it went in the last minute; null where that says nothing. */
export function timeLeftOf(run: Run): string | null {
  const { perMinute, counts } = run
  const left = nextCount(run) + counts.sending
  if (run.state !== 'running' || perMinute === null || perMinute <= 0 || left === 0) return null
  return timeLeftWord((left / perMinute) * 60_000)
}

/** How far it is, for who can't see the bar: "12 of 40 refunds sent: 10 made, 2 failed". */
export function progressWord(run: Run): string {
  const { counts } = run
  const parts = [
    ...(counts.made > 0 ? [`${counts.made} made`] : []),
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
    ...(counts.unknown > 0 ? [`${counts.unknown} unknown`] : []),
    ...(counts.skipped > 0 ? [skippedWord(run)] : []),
  ]
  const far = `${sentOf(run)} of ${refundsWord(run.rows)} sent`
  return parts.length === 0 ? far : `${far}: ${parts.join(', ')}`
}
