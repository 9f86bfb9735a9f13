// What the preflight found, as a checklist. Each verdict has a shape and a word besides its colour.
import { CircleAlert, CircleCheck, CircleHelp, Info, TriangleAlert, type LucideIcon } from 'lucide-react'
import { Button } from '../button.tsx'
import { classes } from '../classes.ts'

export interface Finding {
  id: string
  verdict: 'ok' | 'warn' | 'stop' | 'unknown' | 'note'
  /** A sentence. */
  text: string
}

const verdicts: Record<Finding['verdict'], { icon: LucideIcon; word: string; className: string }> = {
  stop: { icon: CircleAlert, word: 'In the way', className: 'text-red' },
  warn: { icon: TriangleAlert, word: 'Be aware', className: 'text-amber' },
  unknown: { icon: CircleHelp, word: 'Not checked', className: 'text-ink-3' },
  ok: { icon: CircleCheck, word: 'Fine', className: 'text-green' },
  note: { icon: Info, word: 'Note', className: 'text-ink-3' },
}
const gravity = Object.keys(verdicts)

/** The findings under their title, with the way to ask anew. */
export function Findings({
  findings,
  onCheckAgain,
}: {
  findings: readonly Finding[]
  onCheckAgain: () => void
}) {
  return (
    <section aria-label="Checks">
      <div className="mb-1 flex items-center justify-between">
        <h3 className="text-sm font-medium text-ink-2">Checked with Stripe</h3>
        <Button look="ghost" size="small" onClick={onCheckAgain}>
          Check again
        </Button>
      </div>
      <FindingList findings={findings} />
    </section>
  )
}

/** The gravest first. */
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  const gravestFirst = findings.toSorted(
    (one, other) => gravity.indexOf(one.verdict) - gravity.indexOf(other.verdict),
  )
  return (
    <ul className="flex flex-col gap-1">
      {gravestFirst.map((finding) => {
        const { icon: Icon, word, className } = verdicts[finding.verdict]
        const isQuiet = finding.verdict === 'ok' || finding.verdict === 'note'
        return (
          <li key={`${finding.id} ${finding.text}`} className="flex gap-2">
            <Icon size={14} aria-hidden="true" className={classes('mt-[3px] shrink-0', className)} />
            <span className={isQuiet ? 'text-ink-2' : ''}>
              <span className={isQuiet ? 'unseen' : classes('font-medium', className)}>{word}: </span>
              {finding.text}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
