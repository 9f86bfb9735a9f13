// Pauses, resumes, cancels or keeps many subscriptions. How is chosen once for all of them; with another choice each is checked anew. Nothing here
// may charge anything at once: one that stands still goes on with an order of its own, which shows the figures.
import { useState, type ReactNode } from 'react'
import type { Change } from '../../../contract/changes.ts'
import type { Desk } from '../../../contract/desks.ts'
import type { SubscriptionRow } from '../../../contract/subscriptions.ts'
import { chosenSubscriptions } from '../../state/chosen.ts'
import type { ManyAct } from '../../state/overlays.ts'
import { countText } from '../../ui/count.ts'
import { Field, Select } from '../../ui/field.tsx'
import { pauseBehaviors, type PauseBehavior } from '../../ui/words/subscription-words.ts'
import type { ManyItem } from './many-changes.ts'
import { ManyDialog, type ManyWords } from './many-dialog.tsx'
import { nameOf } from '../../ui/words/customer-words.ts'

interface Chosen {
  behavior: PauseBehavior
  at: 'period_end' | 'now'
}

const about = { nouns: ['subscription', 'subscriptions'], sum: 'worth % a month' } as const
const says = (what: string) => (count: string, totals: string) => (
  <p>
    {what} <strong className="font-semibold">{count}</strong>
    {totals !== '' && (
      <>
        , worth <strong className="figures font-semibold">{totals}</strong> of real money a month
      </>
    )}
    .
  </p>
)
const words: Record<ManyAct, ManyWords> = {
  pause: { ...about, act: 'Pause', acted: 'paused', says: says('Stop collecting for'), foot: 'Until somebody resumes them.' },
  resume: { ...about, act: 'Resume', acted: 'resumed', says: says('Collect again for'), foot: 'From their next invoices on.' },
  cancel: { ...about, act: 'Cancel', acted: 'canceled', says: says('End, each with the period that is paid for,'), foot: 'While it is scheduled, it can be taken back.' },
  keep: { ...about, act: 'Keep', acted: 'kept', says: says('Let go on'), foot: 'What was scheduled to end goes on.' },
} // prettier-ignore

const cancelNow: ManyWords = {
  ...words.cancel,
  says: says('End now, for good and without a credit,'),
  foot: 'For good: none of them can be opened again.',
  after: 'None of them can be opened again. Each is an order of its own, held for some seconds, in which it can be undone.',
} // prettier-ignore

/** Going on charges one that stands still at once: with many that would be sums nobody has seen. */
const isLeftOut = (act: ManyAct, { status }: SubscriptionRow): boolean =>
  act === 'resume' && status === 'paused'

function leftOutWords(count: number): string {
  if (count === 0) return ''
  return count === 1
    ? 'One stands still: it goes on with an order of its own, because it is charged at once.'
    : `${countText(count)} stand still: each goes on with an order of its own, because it is charged at once.`
}

function wordsOf(act: ManyAct, { at }: Chosen, leftOut: number): ManyWords {
  const chosen = act === 'cancel' && at === 'now' ? cancelNow : words[act]
  return { ...chosen, foot: [chosen.foot, leftOutWords(leftOut)].filter(Boolean).join(' ') }
}

function changeOf(act: ManyAct, row: SubscriptionRow, { behavior, at }: Chosen): Change {
  const subscriptionId = row.id
  switch (act) {
    case 'pause':
      return { kind: 'pause_subscription', subscriptionId, behavior, resumesAt: null }
    case 'resume':
      return { kind: 'resume_subscription', subscriptionId }
    case 'cancel':
      return { kind: 'cancel_subscription', subscriptionId, at }
    case 'keep':
      return { kind: 'keep_subscription', subscriptionId }
  }
}

const itemOf =
  (act: ManyAct, chosen: Chosen) =>
  (row: SubscriptionRow): ManyItem => {
    const who = nameOf(row)
    return {
      id: row.id,
      change: changeOf(act, row, chosen),
      name: [who ?? row.id, ...row.products].join(', '),
      subject: who,
    }
  }

export function SubscriptionsManyDialog({
  desk,
  act,
  rows,
  above,
  onClose,
}: {
  desk: Desk
  act: ManyAct
  rows: readonly SubscriptionRow[]
  above?: ReactNode
  onClose: () => void
}) {
  const [chosen, setChosen] = useState<Chosen>({ behavior: 'void', at: 'period_end' })
  const able = rows.filter((row) => !isLeftOut(act, row))
  return (
    <ManyDialog
      desk={desk}
      items={able.map(itemOf(act, chosen))}
      words={wordsOf(act, chosen, rows.length - able.length)}
      grave={act === 'cancel'}
      options={<Options act={act} chosen={chosen} onChange={setChosen} />}
      above={above}
      onDone={() => {
        chosenSubscriptions.forget()
        onClose()
      }}
      onClose={onClose}
    />
  )
}

function Options({
  act,
  chosen,
  onChange,
}: {
  act: ManyAct
  chosen: Chosen
  onChange: (chosen: Chosen) => void
}) {
  switch (act) {
    case 'pause':
      return (
        <Field label="Invoices made meanwhile" hint={pauseBehaviors[chosen.behavior].notices}>
          {(control) => (
            <Select
              {...control}
              value={chosen.behavior}
              onChange={(event) => onChange({ ...chosen, behavior: event.target.value as PauseBehavior })}
            >
              {Object.entries(pauseBehaviors).map(([value, { word }]) => (
                <option key={value} value={value}>
                  {word}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )
    case 'cancel':
      return (
        <Field label="They end" hint="What is open of them stays open.">
          {(control) => (
            <Select
              {...control}
              value={chosen.at}
              onChange={(event) => onChange({ ...chosen, at: event.target.value as Chosen['at'] })}
            >
              <option value="period_end">With the period that is paid for</option>
              <option value="now">Now, for good, without a credit</option>
            </Select>
          )}
        </Field>
      )
    case 'resume':
    case 'keep':
      return null
  }
}
