// The rows of a run before it is placed, what was found out about each, and beside them what will happen. It must never order a row
// with an error, nor leave one out that the operator did not give up.
import { FileDown, RotateCw, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { AllowableReason } from '../../../contract/reasons.ts'
import type { Failure } from '../../../contract/result.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { ChoiceTabs } from '../../ui/lists/choice-tabs.tsx'
import { countText } from '../../ui/count.ts'
import { fileNameOf } from '../../ui/file-name.ts'
import { Progress } from '../../ui/progress.tsx'
import { saveText } from '../../ui/save-text.ts'
import { errorsFile, judge, orderedRows, summaryOf, type DraftRow, type Verdict } from './draft.ts'
import { DraftPanel, type PlannedRun } from './draft-panel.tsx'
import { DraftTable } from './draft-table.tsx'
import { verdictLooks } from './run-looks.ts'
import type { Settings } from './run-settings.tsx'
import { useChecks } from './use-checks.ts'

/** What should be known of a file besides its rows; `grave`: it decides about money. */
export interface FileNote {
  text: string
  grave: boolean
}

interface DraftFormProps extends PlannedRun {
  fromFile: boolean
  rows: DraftRow[]
  notes: readonly FileNote[]
  onOther: () => void
}

export function DraftForm(props: DraftFormProps) {
  const { desk, name, rows, notes, retryOf } = props
  const [settings, setSettings] = useState(() => firstSettings(props))
  const checking = useChecks(desk.id, rows, settings.reason, retryOf)
  const judged = useMemo(
    () => judge(rows, checking.checks, settings.reason),
    [rows, checking.checks, settings.reason],
  )
  const summary = useMemo(() => summaryOf(judged), [judged])
  const ordered = useMemo(() => orderedRows(judged), [judged])
  const [shown, setShown] = useState<Verdict | null>(null)
  const { counts } = summary
  const listed = useMemo(
    () => (shown === null ? judged : judged.filter(({ verdict }) => verdict === shown)),
    [judged, shown],
  )
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto border-t border-line lg:flex-row lg:overflow-hidden">
      <div className="flex min-h-[320px] min-w-0 flex-1 flex-col">
        <div className="flex flex-wrap items-center gap-x-2 pr-3">
          <ChoiceTabs<Verdict | null>
            label="Verdict of the rows"
            choices={[
              { word: 'All', value: null, count: countText(rows.length) },
              ...(['stop', 'warn', 'ok', 'waiting'] as const)
                .filter((each) => counts[each] > 0 || each === shown)
                .map((each) => ({
                  word: tabWords[each],
                  value: each,
                  count: countText(counts[each]),
                })),
            ]}
            isChosen={(value) => value === shown}
            onChoose={setShown}
            className="min-w-0 flex-1"
          />
          {counts.stop > 0 && (
            <Button
              look="ghost"
              icon={FileDown}
              onClick={() => void saveText(errorsName(desk, name), errorsFile(judged), 'The list of errors')}
            >
              Save the errors
            </Button>
          )}
          <Button look="ghost" onClick={props.onOther}>
            {props.fromFile ? 'Another file' : 'A file instead'}
          </Button>
        </div>
        <CheckLine
          running={checking.running}
          failure={checking.failure}
          done={rows.length - counts.waiting}
          total={rows.length}
          left={counts.waiting}
          onCancel={checking.cancel}
          onGoOn={() => void checking.check()}
          onAgain={checking.checkAgain}
        />
        {notes.map(({ text, grave }) => (
          <p key={text} className={classes('px-4 pb-1.5', grave ? 'text-amber' : 'text-ink-2')}>
            {text}
          </p>
        ))}
        <div className="min-h-0 flex-1 border-t border-line">
          {listed.length === 0 ? (
            <p className="px-4 py-8 text-center text-ink-2">
              No row is {shown === null ? 'here' : tabWords[shown].toLowerCase()}.
            </p>
          ) : (
            <DraftTable rows={listed} listName={shown ?? 'all'} tall={shown === 'stop' || shown === 'warn'} />
          )}
        </div>
      </div>
      <DraftPanel
        {...props}
        settings={settings}
        onSettings={setSettings}
        summary={summary}
        ordered={ordered}
        checking={checking.running}
      />
    </div>
  )
}

const tabWords: Record<Verdict, string> = {
  stop: 'Errors',
  warn: verdictLooks.warn.word,
  ok: verdictLooks.ok.word,
  waiting: verdictLooks.waiting.word,
}

function firstSettings({ name, note, desk: { policy }, retryOf }: DraftFormProps): Settings {
  // What is tried again and was ordered without a reason is so again.
  const wanted: AllowableReason = retryOf === null ? 'requested_by_customer' : 'none'
  return {
    name: name.slice(0, 120),
    note,
    reason: policy.reasons.includes(wanted) ? wanted : (policy.reasons[0] ?? 'none'),
    canary: 5,
    afterCanary: 'ask',
    leaveOut: '',
  }
}

const errorsName = (desk: Desk, name: string): string =>
  fileNameOf(desk, `errors of ${name.replace(/\.\w{1,5}$/, '')}`)

function CheckLine({
  running,
  failure,
  done,
  total,
  left,
  onCancel,
  onGoOn,
  onAgain,
}: {
  running: boolean
  failure: Failure | null
  done: number
  total: number
  left: number
  onCancel: () => void
  onGoOn: () => void
  onAgain: () => void
}) {
  const far = `${countText(done)} of ${countText(total)}`
  const said = failure
    ? `The check stopped at ${far}: ${failure.message}`
    : left > 0
      ? `The check was stopped at ${far}.`
      : `All ${countText(total)} rows are checked. Nothing is ordered yet.`
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-3 px-4 pb-1.5">
      {running && <span className="figures text-ink-2">Checking with Stripe: {far}</span>}
      {/* The same element all the time: what one brings along when it comes is not announced. */}
      <span
        role="status"
        className={classes(running ? 'unseen' : 'min-w-0 flex-1', failure ? 'text-red' : 'text-ink-2')}
      >
        {running ? 'Checking the rows with Stripe' : said}
      </span>
      {running ? (
        <>
          <div className="min-w-24 flex-1 text-accent">
            <Progress label="Checking the rows" done={done} total={total} />
          </div>
          <Button look="ghost" size="small" icon={X} onClick={onCancel}>
            Cancel
          </Button>
        </>
      ) : left > 0 ? (
        <Button size="small" onClick={onGoOn}>
          Check the rest
        </Button>
      ) : (
        <Button look="ghost" size="small" icon={RotateCw} onClick={onAgain}>
          Check again
        </Button>
      )}
    </div>
  )
}
