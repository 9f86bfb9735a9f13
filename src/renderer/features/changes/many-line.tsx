// One of many that are done the same to: whether it can be, why not or what is to be known of it, and how its order stands.
import { CircleAlert, CircleCheck, CircleHelp, TriangleAlert } from 'lucide-react'
import { useOrdersStore } from '../../state/orders.ts'
import { Amount } from '../../ui/amount.tsx'
import { lookOf } from '../../ui/orders/order-words.ts'
import { Pill } from '../../ui/pill.tsx'
import { Spinner } from '../../ui/states.tsx'
import { moneyOf, type Judged, type ManyChange } from './many-changes.ts'

export function ManyLine({
  change: { name, orderId },
  judged,
  acted,
}: {
  change: ManyChange
  judged: Judged | undefined
  acted: string
}) {
  const order = useOrdersStore((state) => state.known[orderId])
  const money = moneyOf(judged)
  return (
    <li className="flex items-start gap-2.5 px-2 py-1">
      <span className="mt-[3px] shrink-0">
        <Verdict judged={judged} acted={acted} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate">{name}</span>
        {judged && <Says judged={judged} />}
      </span>
      {order && <Pill look={lookOf(order)} />}
      {money && <Amount amount={money.amount} currency={money.currency} className="shrink-0 font-medium" />}
    </li>
  )
}

const warnings = (judged: Judged): string[] =>
  judged.can === 'yes'
    ? judged.preflight.findings.filter(({ verdict }) => verdict === 'warn').map(({ text }) => text)
    : []

function Verdict({ judged, acted }: { judged: Judged | undefined; acted: string }) {
  if (judged === undefined) return <Spinner />
  if (judged.can === 'unknown')
    return <CircleHelp size={14} aria-label="Not checked" className="text-ink-3" />
  if (judged.can === 'no')
    return <CircleAlert size={14} aria-label={`Can’t be ${acted}`} className="text-red" />
  return warnings(judged).length > 0 ? (
    <TriangleAlert size={14} aria-label={`Can be ${acted}, be aware`} className="text-amber" />
  ) : (
    <CircleCheck size={14} aria-label={`Can be ${acted}`} className="text-green" />
  )
}

/** What it will do, where a sentence says more than the title does; or why it can't be. */
function Says({ judged }: { judged: Judged }) {
  const text = judged.can === 'yes' ? [judged.preflight.words, ...warnings(judged)].join(' ') : judged.why
  return <span className="block text-sm text-ink-2">{text}</span>
}
