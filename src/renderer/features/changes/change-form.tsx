// What every form of a change shares: its fields, what Stripe says, the consequence in words above the button, and on a live desk the
// deliberate yes. It must never place what was not checked as it stands.
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { ChangeFinding, ChangePreflight } from '../../../contract/changes.ts'
import type { Confirmation } from '../../../contract/refunds.ts'
import { whyNotWritten } from '../../../domain/note-text.ts'
import { Button } from '../../ui/button.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { useFocusAfter } from '../../ui/give-focus-back.ts'
import { FindingList, Findings } from '../../ui/orders/findings.tsx'
import { changeAccess } from '../../ui/orders/order-access.ts'
import { OrderProblem } from '../../ui/orders/order-problem.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { FailedLine, Skeleton } from '../../ui/states.tsx'
import { ChangeConfirm, Words, type Reviewed } from './change-confirm.tsx'
import type { FormProps, NextStep } from './form-props.ts'
import {
  findingsLeft,
  sumOf,
  usePlacing,
  usePreflights,
  type Checked,
  type Planned,
  type ReadOver,
} from './planned.ts'

interface ChangeFormProps extends FormProps {
  /** Empty while there is nothing to be placed. */
  planned: readonly Planned[]
  /** Whom it is about, in words of the face. */
  subject: string | null
  /** The word of the button: "Detach Visa •••• 4242". With a sum in it, it is made of what was checked; empty while that is not known. */
  act: string | ((sum: string) => string)
  /** False: no internal note is asked for, because what is ordered is one. */
  noted?: boolean
  /** It takes something away. */
  grave?: boolean
  /** The word of the way out, where “Cancel” could mean the order. */
  leave?: string
  /** The way round what a finding warns of, told of the first object that it speaks of. */
  remedy?: { finding: ChangeFinding['id']; word: string; act: (objectId: string) => void }
  /** What is left to be done once it was placed: it is offered beside the order. */
  next?: NextStep
  /** The figures that go with the order, by the button and where the yes is asked. */
  figures?: ReactNode
  /** Beside the fields where there is room, below them where there is not. */
  aside?: ReactNode
  children: ReactNode
}

export function ChangeForm(props: ChangeFormProps) {
  const { desk, planned, subject, act, next, onFinished, onBusy, onPlaced } = props
  const [note, setNote] = useState('')
  const [reviewed, setReviewed] = useState<Reviewed | null>(null)
  const locked = changeAccess(desk).can === 'unlock'
  const checked = usePreflights(desk.id, planned, locked)
  const { placing, failure, place } = usePlacing({
    deskId: desk.id,
    subject,
    onBusy,
    onPlaced,
    onTaken: () => onFinished(next),
  })
  const live = desk.mode === 'live'
  const preflights = checked.state === 'checked' ? checked.preflights : []
  const ready =
    planned.length > 0 &&
    checked.state === 'checked' &&
    preflights.every(({ canPlace }) => canPlace) &&
    whyNotWritten(note) === null
  const order = async (these: ReadOver, confirmation: Confirmation | null): Promise<void> => {
    if (ready) await place(these, note, confirmation)
  }
  const actOf = (these: readonly ChangePreflight[]): string =>
    typeof act === 'string' ? act : act(sumOf(these))
  const problem = failure && <OrderProblem failure={failure} locked={locked} />

  if (reviewed !== null && live) {
    const yes = actOf(reviewed.preflights)
    return (
      <ChangeConfirm
        desk={desk}
        reviewed={reviewed}
        planned={planned}
        checked={checked}
        act={`Yes, ${yes.charAt(0).toLowerCase()}${yes.slice(1)}`}
        after={afterWords(holdOf(reviewed.preflights))}
        placing={placing}
        locked={locked}
        problem={problem}
        onYes={() => void order(reviewed, { how: 'agreed' })}
        onBack={() => setReviewed(null)}
      />
    )
  }
  return (
    <Draft
      {...props}
      checked={checked}
      note={note}
      onNote={setNote}
      placing={placing}
      ready={ready}
      problem={problem}
      word={live ? 'Review…' : actOf(preflights)}
      onSubmit={() =>
        live
          ? setReviewed({ planned, preflights, figures: props.figures })
          : void order({ planned, preflights }, null)
      }
    />
  )
}

/** The longest: several orders of one form are of one kind. Milliseconds. */
const holdOf = (preflights: readonly ChangePreflight[]): number =>
  Math.max(0, ...preflights.map(({ holdMs }) => holdMs))

function afterWords(holdMs: number): string {
  return holdMs === 0
    ? 'It is sent at once. Nothing is charged until somebody uses the page.'
    : `It is held for ${Math.round(holdMs / 1000)} seconds, in which it can be undone.`
}

interface DraftProps extends ChangeFormProps {
  checked: Checked
  note: string
  onNote: (note: string) => void
  placing: boolean
  ready: boolean
  problem: ReactNode
  word: string
  onSubmit: () => void
}

function Draft(props: DraftProps) {
  const { planned, checked, note, onNote, placing, ready, problem, word, grave, remedy, onClose, onSubmit } =
    props
  const form = useRef<HTMLFormElement>(null)
  useFocusAfter(placing)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (ready && !placing) onSubmit()
  }
  useShortcuts({ 'mod+enter': () => form.current?.requestSubmit() }, { whileTyping: true, overDialogs: true })
  const preflights = checked.state === 'checked' ? checked.preflights : []
  const hold = holdOf(preflights)
  const warned = preflights
    .flatMap(({ findings }) => findings)
    .find(({ id, verdict }) => id === remedy?.finding && verdict === 'warn')?.about[0]
  const { aside } = props
  return (
    <form ref={form} onSubmit={submit} noValidate className={aside === undefined ? '' : '@container'}>
      <div
        className={
          aside === undefined
            ? ''
            : 'grid grid-cols-1 @min-[760px]:grid-cols-[minmax(0,1fr)_minmax(320px,400px)]'
        }
      >
        <fieldset disabled={placing} className="flex flex-col gap-4 border-t border-line px-5 py-4">
          <legend className="unseen">What is wanted</legend>
          {props.children}
          {props.noted !== false && (
            <Field
              label="Internal note"
              hint="Stays on this machine, with the order."
              error={whyNotWritten(note)}
            >
              {(control) => (
                <TextInput
                  {...control}
                  value={note}
                  maxLength={400}
                  onChange={(event) => onNote(event.target.value)}
                />
              )}
            </Field>
          )}
          {planned.length > 0 && <Checks planned={planned} checked={checked} />}
          {remedy && warned !== undefined && (
            <Button className="self-start" onClick={() => remedy.act(warned)}>
              {remedy.word}
            </Button>
          )}
          {problem}
        </fieldset>
        {aside !== undefined && (
          <div className="border-t border-line px-5 py-4 @min-[760px]:border-l">
            {/* In sight while the fields are scrolled. */}
            <div className="@min-[760px]:sticky @min-[760px]:top-4">{aside}</div>
          </div>
        )}
      </div>
      <footer className="sticky bottom-0 flex flex-col gap-3 rounded-b-xl border-t border-line bg-raised px-5 py-3">
        {/* There before its words are: what comes together with them is not announced. */}
        <div aria-live="polite" className="empty:-mb-3">
          {ready && (
            <>
              <Words planned={planned} preflights={preflights} />
              {props.figures}
            </>
          )}
        </div>
        <div className="flex flex-wrap items-center justify-end gap-2">
          <span className="mr-auto text-sm whitespace-nowrap text-ink-3">
            {hold > 0 && `Held ${Math.round(hold / 1000)} s, then sent`}
          </span>
          <Button look="ghost" onClick={onClose} disabled={placing}>
            {props.leave ?? 'Cancel'}
          </Button>
          <Button
            type="submit"
            look={grave === true ? 'danger' : 'primary'}
            busy={placing}
            disabled={!ready}
            keysShown="mod+enter"
          >
            {placing ? 'Placing…' : word}
          </Button>
        </div>
      </footer>
    </form>
  )
}

/** What Stripe says, of each order where there are several. */
function Checks({ planned, checked }: { planned: readonly Planned[]; checked: Checked }) {
  switch (checked.state) {
    case 'checking':
      return (
        <div className="flex flex-col gap-2">
          <p role="status" className="text-ink-2">
            Checking with Stripe what would happen…
          </p>
          <Skeleton className="h-4 w-4/5" />
          <Skeleton className="h-4 w-3/5" />
        </div>
      )
    case 'failed':
      return <FailedLine onRetry={checked.retry}>{checked.failure.message}</FailedLine>
    case 'checked': {
      const [first] = checked.preflights
      if (planned.length === 1 && first)
        return <Findings findings={findingsLeft(first.findings, planned)} onCheckAgain={checked.again} />
      return (
        <section aria-label="Checks" className="flex flex-col gap-2">
          <div className="flex items-center justify-between">
            <h3 className="text-sm font-medium text-ink-2">Checked with Stripe</h3>
            <Button look="ghost" size="small" onClick={checked.again}>
              Check again
            </Button>
          </div>
          {planned.map(({ orderId, name }, index) => (
            <div key={orderId}>
              <h4 className="text-sm text-ink-3">{name}</h4>
              <FindingList findings={findingsLeft(checked.preflights[index]?.findings ?? [], planned)} />
            </div>
          ))}
        </section>
      )
    }
  }
}
