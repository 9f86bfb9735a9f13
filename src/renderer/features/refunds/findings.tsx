// What the preflight found, as a checklist. Each verdict has a shape and a word besides its colour.
import { CircleAlert, CircleCheck, CircleHelp, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { PreflightFinding } from '../../../contract/refunds.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'

const verdicts: Record<PreflightFinding['verdict'], { icon: LucideIcon; word: string; className: string }> = {
  stop: { icon: CircleAlert, word: 'In the way', className: 'text-red' },
  warn: { icon: TriangleAlert, word: 'Be aware', className: 'text-amber' },
  unknown: { icon: CircleHelp, word: 'Not checked', className: 'text-ink-3' },
  ok: { icon: CircleCheck, word: 'Fine', className: 'text-green' },
}
const gravity = Object.keys(verdicts)

export function Findings({
  findings,
  onCheckAgain,
}: {
  findings: readonly PreflightFinding[]
  onCheckAgain: () => void
}) {
  const gravestFirst = findings.toSorted(
    (one, other) => gravity.indexOf(one.verdict) - gravity.indexOf(other.verdict),
  )
  return (
    <section aria-label="Checks">
      <div className="mb-1 flex items-center justify-between">
        <h3 className="text-sm font-medium text-ink-2">Checked with Stripe</h3>
        <Button look="ghost" size="small" onClick={onCheckAgain}>
          Check again
        </Button>
      </div>
      <ul className="flex flex-col gap-1">
        {gravestFirst.map((finding) => {
          const { icon: Icon, word, className } = verdicts[finding.verdict]
          return (
            <li key={finding.id} className="flex gap-2">
              <Icon size={14} aria-hidden="true" className={classes('mt-[3px] shrink-0', className)} />
              <span className={finding.verdict === 'ok' ? 'text-ink-2' : ''}>
                <span className={finding.verdict === 'ok' ? 'unseen' : classes('font-medium', className)}>
                  {word}:{' '}
                </span>
                {finding.text}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
