// The second step of an order on a live desk: what is about to happen in words, and a deliberate yes. It must never be passed by a
// double click, by holding Enter, or by going on as before: the button stands elsewhere and is asleep at first.
import { ArrowLeft } from 'lucide-react'
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import { Button } from '../button.tsx'
import { modeWord } from '../words/desk-words.ts'
import { useShortcuts } from '../shortcuts.ts'

const asleepMilliseconds = 700

interface DeliberateStepProps {
  desk: Desk
  /** The name of the form. */
  label: string
  /** The word of the button that does it. */
  act: string
  /** What will happen, in words. */
  says: ReactNode
  /** How it can be undone, and for how long. */
  after: string
  placing: boolean
  /** The desk is locked by now: a yes would be refused. */
  locked: boolean
  /** What it says is not what would be ordered any more, or that is not known yet: no yes is taken. */
  outdated?: boolean
  /** Something that is typed besides, and whether it was typed rightly; then Enter submits and no single key does. */
  typing?: { field: ReactNode; right: boolean }
  onYes: () => void
  onBack: () => void
}

export function DeliberateStep(props: DeliberateStepProps) {
  const { desk, label, act, says, after, placing, locked, outdated = false, typing, onYes, onBack } = props
  const awake = useAwake()
  const heading = useRef<HTMLHeadingElement>(null)
  const isTyped = typing !== undefined
  useEffect(() => {
    if (!isTyped) heading.current?.focus()
  }, [isTyped])
  const ready = awake && !placing && !locked && !outdated && (typing === undefined || typing.right)
  const confirm = (): void => {
    if (ready) onYes()
  }
  useShortcuts({ y: () => (isTyped ? false : confirm()) }, { overDialogs: true })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isTyped) confirm()
  }
  return (
    <form onSubmit={submit} noValidate aria-label={label}>
      <div className="flex flex-col gap-4 border-t border-line px-5 py-4">
        <div className="flex flex-col gap-2 rounded-lg border-2 border-danger-fill px-4 py-3">
          <h3
            ref={heading}
            tabIndex={-1}
            className="flex flex-wrap items-center gap-x-2 gap-y-1 text-lg font-semibold outline-none"
          >
            <span className="live-word rounded px-1.5 text-sm">{modeWord(desk)}</span>
            <span className="min-w-0">{desk.businessName}</span>
          </h3>
          <div className="text-lg">{says}</div>
          <p className="text-ink-2">{after}</p>
        </div>
        {typing?.field}
      </div>
      {/* The button is not where the one before it was: a second click there finds nothing. */}
      <footer className="sticky bottom-0 flex gap-2 rounded-b-xl border-t border-line bg-raised px-5 py-3">
        <Button
          type={isTyped ? 'submit' : 'button'}
          look="danger"
          busy={placing}
          disabled={!ready}
          onClick={isTyped ? undefined : confirm}
          {...(isTyped ? {} : { keysShown: 'y' })}
        >
          {act}
        </Button>
        <Button look="ghost" icon={ArrowLeft} onClick={onBack} disabled={placing}>
          Back
        </Button>
      </footer>
    </form>
  )
}

/** Above a step whose words do not hold any more. */
export function Outdated() {
  return (
    <p role="alert" className="rounded-lg bg-amber-tint px-3 py-2 text-amber">
      Meanwhile it was asked again, and this is not what it says any more. Go back and look at it once more.
      Nothing was ordered.
    </p>
  )
}

function useAwake(): boolean {
  const [awake, setAwake] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setAwake(true), asleepMilliseconds)
    return () => clearTimeout(timer)
  }, [])
  return awake
}
