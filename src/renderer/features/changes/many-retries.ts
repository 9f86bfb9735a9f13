// Checks many retries with Stripe, a few at a time, and places those that can be, one after the other, each as an order of its own. It
// must never place what was not checked, nor go on after it was told to stop or one was not taken.
import { useEffect, useRef, useState } from 'react'
import type { Change, ChangePreflight } from '../../../contract/changes.ts'
import type { FailureRow } from '../../../contract/failures.ts'
import type { Confirmation } from '../../../contract/refunds.ts'
import type { Failure } from '../../../contract/result.ts'
import { call } from '../../bridge/client.ts'
import { noteOrder } from '../../state/orders.ts'
import type { ManyAct } from '../../state/overlays.ts'
import { retryOf } from './retry-of.ts'

export interface Retry {
  row: FailureRow
  /** Null: there is nothing that it could be done to. */
  change: Change | null
  /** Made once: placing it twice is placing it once. */
  orderId: string
}

export type Judged =
  | { can: true; preflight: ChangePreflight }
  /** `why`: a sentence. */
  | { can: false; why: string }

const none: ReadonlyMap<string, Judged> = new Map()

/** So many are asked at a time. */
const atATime = 4

function judge(preflight: ChangePreflight): Judged {
  if (preflight.canPlace) return { can: true, preflight }
  const stop = preflight.findings.find(({ verdict }) => verdict === 'stop')
  return { can: false, why: stop?.text ?? 'It can’t be done now.' }
}

function changeOf(row: FailureRow, act: ManyAct): Change | null {
  if (act === 'retry') return retryOf(row, null, null)
  return row.invoiceId === null ? null : { kind: act, invoiceId: row.invoiceId }
}

export function useManyRetries(deskId: string, rows: readonly FailureRow[], act: ManyAct, locked: boolean) {
  const [retries] = useState(() =>
    rows.map((row): Retry => ({ row, change: changeOf(row, act), orderId: crypto.randomUUID() })),
  )
  const [answers, setAnswers] = useState<{ locked: boolean; judged: ReadonlyMap<string, Judged> }>({
    locked,
    judged: new Map(),
  })
  // What was answered before the desk was unlocked is no answer any more.
  const judged = answers.locked === locked ? answers.judged : none
  useEffect(() => {
    const over = new AbortController()
    const left = [...retries]
    const work = async (): Promise<void> => {
      for (let next = left.shift(); next && !over.signal.aborted; next = left.shift()) {
        const { orderId, change } = next
        // oxlint-disable-next-line no-await-in-loop -- a few at a time, for Stripe takes so many only
        const checked = change === null ? null : await call('change.preflight', { deskId, change })
        if (over.signal.aborted) return
        const verdict: Judged =
          checked === null
            ? { can: false, why: 'It is not the payment of an invoice.' }
            : checked.ok
              ? judge(checked.value)
              : { can: false, why: checked.error.message }
        setAnswers((before) => ({
          locked,
          judged: new Map(before.locked === locked ? before.judged : none).set(orderId, verdict),
        }))
      }
    }
    for (let worker = 0; worker < atATime; worker += 1) void work()
    return () => over.abort()
  }, [deskId, retries, locked])

  const [standing, setStanding] = useState<'asking' | 'placing' | 'ended'>('asking')
  const [placed, setPlaced] = useState<readonly string[]>([])
  const [failure, setFailure] = useState<Failure | null>(null)
  const stopped = useRef(false)
  const place = async (confirmation: Confirmation | null): Promise<void> => {
    stopped.current = false
    setFailure(null)
    setStanding('placing')
    const able = retries.filter(({ orderId }) => judged.get(orderId)?.can === true)
    for (const { orderId, change, row } of able) {
      if (stopped.current) break
      if (change === null) continue
      // oxlint-disable-next-line no-await-in-loop -- one after the other, so that it can be stopped
      const result = await call('change.place', {
        deskId,
        orderId,
        change,
        subject: (row.customerName ?? row.customerEmail)?.slice(0, 200) ?? null,
        note: null,
        confirmation,
      })
      if (!result.ok) {
        setFailure(result.error)
        setStanding('asking')
        return
      }
      noteOrder(result.value)
      setPlaced((before) => [...before.filter((each) => each !== orderId), orderId])
    }
    setStanding('ended')
  }
  return {
    retries,
    judged,
    standing,
    placed,
    failure,
    place,
    stop: (): void => {
      stopped.current = true
    },
  }
}
