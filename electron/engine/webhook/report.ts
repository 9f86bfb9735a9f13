// Gathers what the listener did, so that the engine hears of a flood four times a second and not at every request.
import type { ListenerReport, Witness } from './messages.ts'
import type { RefusalCounts, RefusalReason } from './refusals.ts'

const REPORT_EVERY_MS = 250

export interface SignedEvent {
  secretId: string
  event: Witness
}

export interface Reporter {
  /** `by`: the event itself and its secret, where it was looked into. */
  accepted(deskId: string, by?: SignedEvent | null): void
  /** deskId null: before it was known whose it is. */
  refused(deskId: string | null, reason: RefusalReason): void
  /** Sends what has not been sent. */
  flush(): void
}

export function createReporter(
  send: (report: ListenerReport) => void,
  now: () => number = Date.now,
): Reporter {
  const accepted = new Map<string, { count: number; lastAt: number; witnesses?: Map<string, Witness> }>()
  const refused = new Map<
    string | null,
    { counts: RefusalCounts; last: { reason: RefusalReason; at: number } }
  >()
  let timer: NodeJS.Timeout | undefined

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (accepted.size === 0 && refused.size === 0) return
    send({
      accepted: Array.from(accepted, ([deskId, of]) => ({ deskId, ...of })),
      refused: Array.from(refused, ([deskId, of]) => ({ deskId, ...of })),
    })
    accepted.clear()
    refused.clear()
  }

  const soon = (): void => void (timer ??= setTimeout(flush, REPORT_EVERY_MS))

  return {
    accepted(deskId, by) {
      const of = accepted.get(deskId) ?? { count: 0, lastAt: 0 }
      of.count += 1
      of.lastAt = now()
      if (by) (of.witnesses ??= new Map()).set(by.secretId, by.event)
      accepted.set(deskId, of)
      soon()
    },
    refused(deskId, reason) {
      const of = refused.get(deskId) ?? { counts: {}, last: { reason, at: 0 } }
      of.counts[reason] = (of.counts[reason] ?? 0) + 1
      of.last = { reason, at: now() }
      refused.set(deskId, of)
      soon()
    },
    flush,
  }
}
