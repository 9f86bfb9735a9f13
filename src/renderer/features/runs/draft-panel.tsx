// Beside the rows of a draft: what the run is called, how it goes, what it comes to by currency, and the button that places it. On a
// live desk a deliberate step stands before that.
import { CornerUpLeft } from 'lucide-react'
import { useState } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { ReplyOf, RequestOf } from '../../../contract/schemas.ts'
import { mostRowsOfRun } from '../../../contract/run-bounds.ts'
import type { Run } from '../../../contract/runs.ts'
import { spokenAmount } from '../../../domain/money.ts'
import { whyNotWritten } from '../../../domain/note-text.ts'
import { Button } from '../../ui/button.tsx'
import { countText } from '../../ui/count.ts'
import { refundAccess } from '../../ui/orders/order-access.ts'
import { LockedMeanwhile, OrderProblem } from '../../ui/orders/order-problem.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { ConfirmRun } from './confirm-run.tsx'
import type { Summary } from './draft.ts'
import { RunSettings, type Settings } from './run-settings.tsx'
import { afterFirst, awareWord, refundsWord } from './run-words.ts'
import { usePlaceRun } from './use-place-run.ts'

/** A run that is about to be placed, whatever its rows are. */
export interface PlannedRun {
  desk: Desk
  /** Made once per form and never changed: sending the same one twice is the same run. */
  runId: string
  retryOf: string | null
  /** Of the file, of the choice, or of the run of which it is what is left. */
  name: string
  /** Of the run of which it is what is left; empty where it is not. */
  note: string
  /** Null while they are not known. */
  rules: ReplyOf<'run.rules'> | null
  /** Why nothing can be placed; null where something can. */
  why: string | null
  /** `stayed`: the operator has not left the form meanwhile. */
  onPlaced: (run: Run, stayed: boolean) => void
}

interface DraftPanelProps extends PlannedRun {
  settings: Settings
  onSettings: (settings: Settings) => void
  summary: Summary
  ordered: RequestOf<'run.place'>['rows']
  checking: boolean
}

export function DraftPanel(props: DraftPanelProps) {
  const { desk, rules, settings, onSettings, summary, ordered } = props
  const set = (changes: Partial<Settings>): void => onSettings({ ...settings, ...changes })
  const [confirming, setConfirming] = useState(false)
  const { placing, failure, place } = usePlaceRun(props.onPlaced)
  const locked = refundAccess(desk).can === 'unlock'
  const missing = whyNotYet(props)
  const deliberate = rules?.approval === 'passphrase_and_totals'
  const canary = Math.min(settings.canary, Math.max(1, ordered.length))
  const submit = (approval: RequestOf<'run.place'>['approval']): void => {
    if (missing !== null || placing) return
    const note = settings.note.trim()
    void place({
      deskId: desk.id,
      runId: props.runId,
      name: settings.name.trim(),
      note: note === '' ? null : note,
      retryOf: props.retryOf,
      canary,
      afterCanary: settings.afterCanary,
      rows: ordered,
      approval,
    })
  }
  const go = (): void => {
    if (missing === null && !placing) {
      if (deliberate) setConfirming(true)
      else submit(null)
    }
  }
  useShortcuts({ 'mod+enter': go }, { whileTyping: true })
  const { counts, totals } = summary
  return (
    <aside
      aria-label="The run"
      className="flex shrink-0 flex-col border-line max-lg:border-t lg:w-[320px] lg:overflow-y-auto lg:border-l"
    >
      <RunSettings desk={desk} settings={settings} onChange={set} />
      <footer className="sticky bottom-0 flex flex-col gap-2.5 border-t border-line bg-raised px-4 py-3">
        <section aria-label="What it comes to" aria-live="polite">
          {totals.length === 0 ? (
            <p className="text-ink-2">Nothing to refund yet.</p>
          ) : (
            <ul>
              {totals.map(({ currency, amount, rows }) => (
                <li key={currency} className="figures flex items-baseline justify-between gap-3">
                  <span className="text-ink-2">{refundsWord(rows)}</span>
                  <span className="text-lg font-semibold">{spokenAmount(amount, currency)}</span>
                </li>
              ))}
            </ul>
          )}
        </section>
        {counts.stop > 0 && (
          <label className="flex items-start gap-2 rounded-lg bg-red-tint px-2.5 py-2 text-red">
            <input
              type="checkbox"
              checked={settings.leaveOut === summary.errors}
              onChange={(event) => set({ leaveOut: event.target.checked ? summary.errors : '' })}
              className="mt-[3px] size-3.5"
            />
            <span className="font-medium">
              Leave out the {countText(counts.stop)} {counts.stop === 1 ? 'row' : 'rows'} with errors
            </span>
          </label>
        )}
        {counts.warn > 0 && <p className="text-sm text-amber">{awareWord(counts.warn)}</p>}
        {locked && <LockedMeanwhile />}
        {failure && !confirming && <OrderProblem failure={failure} locked={locked} />}
        {ordered.length > 0 && rules !== null && (
          <p className="text-sm text-ink-2">
            Held for {rules.holdSeconds} seconds, in which it can be stopped. Then it sends{' '}
            {afterFirst({ canary, rows: ordered.length, afterCanary: settings.afterCanary })}.
          </p>
        )}
        <Button
          look="primary"
          size="large"
          icon={CornerUpLeft}
          busy={placing}
          disabled={missing !== null || locked}
          aria-describedby={missing === null ? undefined : 'why-not-yet'}
          onClick={go}
        >
          {deliberate ? 'Review the run…' : `Place ${refundsWord(ordered.length)}`}
        </Button>
        {missing !== null && (
          <p id="why-not-yet" className="text-center text-sm text-ink-3">
            {missing}
          </p>
        )}
      </footer>
      {confirming && (
        <ConfirmRun
          desk={desk}
          totals={totals}
          count={ordered.length}
          left={counts.stop}
          aware={counts.warn}
          sends={afterFirst({ canary, rows: ordered.length, afterCanary: settings.afterCanary })}
          rules={rules}
          placing={placing}
          locked={locked}
          failure={failure}
          onConfirm={submit}
          onClose={() => setConfirming(false)}
        />
      )}
    </aside>
  )
}

/** What stands between the draft and its order; null where nothing does. */
function whyNotYet({ why, rules, settings, summary, ordered, checking }: DraftPanelProps): string | null {
  const { counts } = summary
  if (why !== null) return why
  if (checking) return 'The rows are still being checked.'
  if (counts.waiting > 0) return 'Not all rows are checked.'
  if (counts.stop > 0 && settings.leaveOut !== summary.errors)
    return 'Mend the rows with errors, or leave them out.'
  if (ordered.length === 0) return 'No row is left to refund.'
  if (ordered.length > mostRowsOfRun) return `A run takes ${countText(mostRowsOfRun)} refunds at most.`
  if (settings.name.trim() === '') return 'Give it a name.'
  if ((whyNotWritten(settings.name) ?? whyNotWritten(settings.note)) !== null)
    return 'The name or the note may not be written down.'
  return rules === null ? 'The policy of the desk is being read.' : null
}
