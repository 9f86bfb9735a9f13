// What a policy that is saved now would end or pause on one desk, so that somebody can agree to it first. It must never pass over an order
// that would be withdrawn.
import { failure, type Failure, type Policy } from '../../../src/contract/index.ts'
import type { Action } from '../../../src/domain/policy.ts'

/** What there is to interrupt. */
export interface UnderWay {
  mode: 'test' | 'live'
  /** How many orders are held for whose sending this has to be allowed; rows of runs, which wait again, are none. */
  held: (action: 'refund' | 'change') => number
  /** The names of the bulk runs that are held or being sent, oldest first. */
  runsUnderWay: () => readonly string[]
}

/**
 * `confirmation_missing` with what would end, null where nothing would. A live desk is locked by another policy; a test desk goes on, with
 * what this machine still may.
 */
export function whyInterrupts({ allowed }: Policy, underWay: UnderWay): Failure | null {
  const ends = (...actions: Action[]): boolean =>
    underWay.mode === 'live' || actions.some((action) => !allowed.includes(action))
  const held = (['refund', 'change'] as const)
    .filter((action) => ends(action))
    .reduce((sum, action) => sum + underWay.held(action), 0)
  const runs = ends('bulk', 'refund') ? underWay.runsUnderWay() : []
  return held + runs.length === 0 ? null : failure('confirmation_missing', interruptsWords(held, runs)).error
}

/** `runs`: their names. */
function interruptsWords(held: number, runs: readonly string[]): string {
  const orders = held === 1 ? 'One order of this desk is' : `${held} orders of this desk are`
  const named = runs.slice(0, mostNamed).map((name) => `“${name}”`)
  const others = runs.length - named.length
  const all = [named.join(', '), ...(others === 0 ? [] : [`and ${others} more`])].join(' ')
  const words = [
    held === 0
      ? null
      : `${orders} held: with this policy ${held === 1 ? 'it is' : 'they are'} withdrawn and never sent.`,
    runs.length === 0
      ? null
      : runs.length === 1
        ? `The bulk run ${all} is under way: with this policy it is paused, and goes on only once it is resumed.`
        : `${runs.length} bulk runs are under way (${all}): with this policy they are paused, and go on only once they are resumed.`,
  ].filter((each) => each !== null)
  return `${words.join(' ')} Confirm that, or wait until nothing is under way. Nothing was changed.`
}

/** So many runs are called by their names. */
const mostNamed = 5
