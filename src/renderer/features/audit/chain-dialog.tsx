// What verifying the chain found, told plainly: whole, with the head to keep elsewhere, or which entry is broken and how. It
// must never say more than the reader found.
import { CircleCheck, ShieldAlert, type LucideIcon } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { CopyLine } from '../../ui/copy-line.tsx'
import { countText } from '../../ui/count.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { ErrorState, Spinner } from '../../ui/states.tsx'
import { clockTime } from '../../ui/dates/time.ts'
import { breakTitle, readHead, wholeSentence, type Break } from './chain-words.ts'
import type { ChainCheck } from './use-chain.ts'

interface ChainDialogProps {
  check: ChainCheck
  /** `head`: one that was kept earlier, to compare with. */
  onVerify: (head: string | null) => void
  onShow: (seq: number) => void
  onClose: () => void
}

export function ChainDialog({ check, onVerify, onShow, onClose }: ChainDialogProps) {
  return (
    <Dialog title="The chain of the audit" onClose={onClose} size="wide" firm>
      <div className="flex flex-col gap-4 overflow-y-auto px-5 pb-5">
        <div role="status">
          <Finding check={check} onVerify={onVerify} onShow={onShow} />
        </div>
        <Compare running={check.state === 'running'} onVerify={onVerify} />
      </div>
    </Dialog>
  )
}

function Finding({ check, onVerify, onShow }: Omit<ChainDialogProps, 'onClose'>) {
  switch (check.state) {
    case 'none':
      return null
    case 'running':
      return (
        <p className="flex min-h-10 items-center gap-2 text-ink-2">
          <Spinner />
          {check.comparing ? 'Reading every entry, up to the head you kept…' : 'Reading every entry…'}
        </p>
      )
    case 'failed':
      return (
        <ErrorState
          title="The chain could not be read"
          failure={check.failure}
          onRetry={() => onVerify(null)}
        />
      )
    case 'found': {
      const { verdict, head, at } = check
      return verdict.broken ? (
        <Broken broken={verdict.broken} at={at} onShow={onShow} />
      ) : (
        <Whole entries={verdict.entries} head={verdict.head} compared={head !== null} at={at} />
      )
    }
  }
}

function Verdict({
  icon: Icon,
  className,
  title,
  at,
  children,
}: {
  icon: LucideIcon
  className: string
  title: string
  at: number
  children: ReactNode
}) {
  return (
    <div className={`flex gap-3 rounded-lg px-3.5 py-3 ${className}`}>
      <Icon size={18} aria-hidden="true" className="mt-0.5 shrink-0" />
      <div className="min-w-0">
        <h3 className="text-lg font-semibold">{title}</h3>
        {children}
        <p className="mt-1 text-sm">Found at {clockTime(at)}.</p>
      </div>
    </div>
  )
}

function Whole({
  entries,
  head,
  compared,
  at,
}: {
  entries: number
  head: string | null
  compared: boolean
  at: number
}) {
  return (
    <>
      <Verdict icon={CircleCheck} className="bg-green-tint text-green" title="The chain is whole" at={at}>
        <p>{wholeSentence(entries)}</p>
        {compared && <p>It holds the head that you kept: nothing up to there was cut off or written anew.</p>}
      </Verdict>
      {head !== null && (
        <div className="mt-3 flex flex-col gap-1">
          <h4 className="text-sm font-medium text-ink-2">Head: the hash of the newest entry</h4>
          <CopyLine text={head} what="Head" />
          <p className="text-ink-2">
            Keep it away from this machine, such as in a ticket or a mail. Whoever can write here could write
            a whole new chain; only a head kept elsewhere tells it from this one.
          </p>
        </div>
      )}
    </>
  )
}

function Broken({ broken, at, onShow }: { broken: Break; at: number; onShow: (seq: number) => void }) {
  return (
    <>
      <Verdict icon={ShieldAlert} className="bg-red-tint text-red" title={breakTitle(broken)} at={at}>
        <p>{broken.text}</p>
      </Verdict>
      <p className="mt-3 text-ink-2">
        {broken.what === 'cut'
          ? 'What is here fits together. If the head is of another desk, that is all; if it is of this one, entries are missing. '
          : 'The entries before it fit together; from here on nothing is certain. '}
        Export the audit now, keep this machine as it is, and compare with an export or a backup from earlier.
      </p>
      {broken.what !== 'cut' && broken.seq > 0 && (
        <Button className="mt-3" onClick={() => onShow(broken.seq)}>
          Show entry {countText(broken.seq)}
        </Button>
      )}
    </>
  )
}

function Compare({ running, onVerify }: { running: boolean; onVerify: (head: string | null) => void }) {
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState(false)
  const { head, problem } = readHead(typed)
  return (
    <form
      className="flex items-start gap-2 border-t border-line pt-4"
      onSubmit={(event) => {
        event.preventDefault()
        setAsked(true)
        if (problem === null && !running) onVerify(head)
      }}
    >
      <Field
        label="Head kept earlier (optional)"
        hint="Finds out whether anything was cut off or written anew since."
        error={asked ? problem : null}
        className="min-w-0 flex-1"
      >
        {(control) => (
          <TextInput
            {...control}
            value={typed}
            placeholder="64 digits, from an earlier check or export"
            onChange={(event) => {
              setTyped(event.target.value)
              setAsked(false)
            }}
            className="font-mono text-sm"
          />
        )}
      </Field>
      <Button type="submit" busy={running} className="mt-5">
        {head === null && problem === null ? 'Verify again' : 'Compare'}
      </Button>
    </form>
  )
}
