// Checks many changes with Stripe, a few at a time, and places those that can be, one after the other, each as an order of its own. It must
// never place what was not checked, nor go on after it was told to stop or one was not taken.
import { useEffect, useRef, useState } from 'react'
import type { Change, ChangePreflight } from '../../../contract/changes.ts'
import type { Confirmation } from '../../../contract/refunds.ts'
import type { Failure } from '../../../contract/result.ts'
import { call } from '../../bridge/client.ts'
import { noteOrder } from '../../state/orders.ts'
import { useOrderIds } from './planned.ts'

/** One of many, as the list showed it. */
export interface ManyItem {
  id: string
  change: Change
  /** Whom it is about, in words of the face. */
  name: string
  subject: string | null
  /** What it comes to, minor units; null where that is not known. */
  money: { amount: number; currency: string } | null
}

export interface ManyChange extends ManyItem {
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
  return { can: false, why: stop?.text ?? 'It can’t be ordered now.' }
}

export function useManyChanges(deskId: string, items: readonly ManyItem[], locked: boolean) {
  const idOf = useOrderIds()
  // Another choice is other orders, under other ids; the same choice again is the same orders.
  const changes = items.map((item): ManyChange => ({ ...item, orderId: idOf(item.change) }))
  const wanted = JSON.stringify(changes.map(({ change }) => change))
  const [answers, setAnswers] = useState<{ locked: boolean; judged: ReadonlyMap<string, Judged> }>({
    locked,
    judged: new Map(),
  })
  // What was answered before the desk was unlocked is no answer any more.
  const known = answers.locked === locked ? answers.judged : none
  const judged = new Map(
    changes.flatMap(({ orderId }) => {
      const verdict = known.get(orderId)
      return verdict ? [[orderId, verdict] as const] : []
    }),
  )
  useEffect(() => {
    const over = new AbortController()
    const left = (JSON.parse(wanted) as Change[]).map((change) => ({ change, orderId: idOf(change) }))
    const work = async (): Promise<void> => {
      for (let next = left.shift(); next && !over.signal.aborted; next = left.shift()) {
        const { orderId, change } = next
        // oxlint-disable-next-line no-await-in-loop -- a few at a time, for Stripe takes so many only
        const checked = await call('change.preflight', { deskId, change })
        if (over.signal.aborted) return
        const verdict: Judged = checked.ok ? judge(checked.value) : { can: false, why: checked.error.message }
        setAnswers((before) => ({
          locked,
          judged: new Map(before.locked === locked ? before.judged : none).set(orderId, verdict),
        }))
      }
    }
    for (let worker = 0; worker < atATime; worker += 1) void work()
    return () => over.abort()
  }, [deskId, wanted, locked, idOf])

  const [standing, setStanding] = useState<'asking' | 'placing' | 'ended'>('asking')
  const [placed, setPlaced] = useState<readonly string[]>([])
  const [failure, setFailure] = useState<Failure | null>(null)
  const stopped = useRef(false)
  const place = async (confirmation: Confirmation | null): Promise<void> => {
    stopped.current = false
    setFailure(null)
    setStanding('placing')
    for (const { orderId, change, subject } of changes) {
      if (stopped.current) break
      const verdict = judged.get(orderId)
      if (verdict?.can !== true) continue
      // oxlint-disable-next-line no-await-in-loop -- one after the other, so that it can be stopped
      const result = await call('change.place', {
        deskId,
        orderId,
        change,
        base: verdict.preflight.base,
        subject: subject?.slice(0, 200) ?? null,
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
    changes,
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
