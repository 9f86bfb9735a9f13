// Checks many changes with Stripe, a few at a time, and places those that can be, one after the other, each as an order of its own. It must
// never place what was not checked, nor go on after it was told to stop or the desk did not take one. What is not as it was checked is left out.
import { useEffect, useRef, useState } from 'react'
import type { Change, ChangeMoney, ChangePreflight } from '../../../contract/changes.ts'
import type { Confirmation } from '../../../contract/refunds.ts'
import type { Failure } from '../../../contract/result.ts'
import { call } from '../../bridge/client.ts'
import { noteOrder } from '../../state/orders.ts'
import { useOrderIds } from './planned.ts'

/** One of many. What it comes to is no part of it: Stripe says that when it is checked. */
export interface ManyItem {
  id: string
  change: Change
  /** Whom it is about, in words of the face. */
  name: string
  subject: string | null
}

export interface ManyChange extends ManyItem {
  /** Made once: placing it twice is placing it once. */
  orderId: string
}

export type Judged =
  | { can: 'yes'; preflight: ChangePreflight }
  /** `unknown`: it could not be checked, or is not what was checked any more, and may be asked again. `why`: a sentence. */
  | { can: 'no' | 'unknown'; why: string }

/** What is at stake, of one that can be ordered; null where it is not known. */
export const moneyOf = (judged: Judged | undefined): ChangeMoney | null =>
  judged?.can === 'yes' ? judged.preflight.money : null

const none: ReadonlyMap<string, Judged> = new Map()

/** So many are asked at a time. */
const atATime = 4

/** What may have been done already is looked at one by one. */
function judge(preflight: ChangePreflight): Judged {
  const stop = preflight.findings.find(
    ({ id, verdict }) => verdict === 'stop' || (id === 'already' && verdict === 'warn'),
  )
  if (preflight.canPlace && stop === undefined) return { can: 'yes', preflight }
  return { can: 'no', why: stop?.text ?? 'It can’t be ordered now.' }
}

/** `locked`: how the desk stood when they were asked. */
interface Answers {
  locked: boolean
  judged: ReadonlyMap<string, Judged>
}

function withVerdict(locked: boolean, orderId: string, verdict: Judged) {
  return (before: Answers): Answers => ({
    locked,
    judged: new Map(before.locked === locked ? before.judged : none).set(orderId, verdict),
  })
}

/** Asks Stripe about these, and tells each verdict, until it is over. */
function checkAll(
  deskId: string,
  these: readonly Pick<ManyChange, 'change' | 'orderId'>[],
  over: AbortSignal,
  tell: (orderId: string, verdict: Judged) => void,
): void {
  const left = [...these]
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next && !over.aborted; next = left.shift()) {
      const { orderId, change } = next
      // oxlint-disable-next-line no-await-in-loop -- a few at a time, for Stripe takes so many only
      const checked = await call('change.preflight', { deskId, change })
      if (over.aborted) return
      tell(
        orderId,
        checked.ok
          ? judge(checked.value)
          : { can: 'unknown', why: `It could not be checked: ${checked.error.message}` },
      )
    }
  }
  for (let worker = 0; worker < atATime; worker += 1) void work()
}

export function useManyChanges(deskId: string, items: readonly ManyItem[], locked: boolean) {
  const idOf = useOrderIds()
  // Another choice is other orders, under other ids; the same choice again is the same orders.
  const changes = items.map((item): ManyChange => ({ ...item, orderId: idOf(item.change) }))
  const wanted = JSON.stringify(changes.map(({ change }) => change))
  const [answers, setAnswers] = useState<Answers>({ locked, judged: none })
  // What was answered before the desk was unlocked is no answer any more.
  const known = answers.locked === locked ? answers.judged : none
  const judged = new Map(
    changes.flatMap(({ orderId }) => {
      const verdict = known.get(orderId)
      return verdict ? [[orderId, verdict] as const] : []
    }),
  )
  /** Aborted when other orders are wanted, or none any more. */
  const wantedStill = useRef(new AbortController())
  useEffect(() => {
    const over = new AbortController()
    wantedStill.current = over
    checkAll(
      deskId,
      (JSON.parse(wanted) as Change[]).map((change) => ({ change, orderId: idOf(change) })),
      over.signal,
      (orderId, verdict) => setAnswers(withVerdict(locked, orderId, verdict)),
    )
    return () => over.abort()
  }, [deskId, wanted, locked, idOf])
  const checkAgain = (): void => {
    const unknown = changes.filter(({ orderId }) => judged.get(orderId)?.can === 'unknown')
    setAnswers((before) => {
      const rest = new Map(before.judged)
      for (const { orderId } of unknown) rest.delete(orderId)
      return { ...before, judged: rest }
    })
    checkAll(deskId, unknown, wantedStill.current.signal, (orderId, verdict) =>
      setAnswers(withVerdict(locked, orderId, verdict)),
    )
  }

  const [standing, setStanding] = useState<'asking' | 'placing' | 'ended'>('asking')
  const [placed, setPlaced] = useState<readonly string[]>([])
  const [failure, setFailure] = useState<Failure | null>(null)
  const stopped = useRef(false)
  const place = async (confirmation: Confirmation | null): Promise<void> => {
    stopped.current = false
    setFailure(null)
    setStanding('placing')
    let isLeftOut = false
    for (const { orderId, change, subject } of changes) {
      if (stopped.current) break
      const verdict = judged.get(orderId)
      if (verdict?.can !== 'yes' || placed.includes(orderId)) continue
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
      if (!result.ok && result.error.code === 'not_changeable') {
        isLeftOut = true
        setAnswers(withVerdict(locked, orderId, { can: 'unknown', why: result.error.message }))
        continue
      }
      if (!result.ok) {
        setFailure(result.error)
        setStanding('asking')
        return
      }
      noteOrder(result.value)
      setPlaced((before) => [...before.filter((each) => each !== orderId), orderId])
    }
    setStanding(isLeftOut && !stopped.current ? 'asking' : 'ended')
  }
  return {
    changes,
    judged,
    checkAgain,
    standing,
    placed,
    failure,
    place,
    stop: (): void => {
      stopped.current = true
    },
  }
}
