// Below the list while failed payments are chosen: how many, what they come to, and what can be done to all of them.
import { RotateCw } from 'lucide-react'
import type { Desk } from '../../../contract/desks.ts'
import { chosenFailures } from '../../state/chosen.ts'
import { Button } from '../../ui/button.tsx'
import { totalsOf, totalsWord } from '../../ui/totals.ts'
import { retryMany, retryManyAccess } from './retry-many-access.ts'
import { useCaseActs } from './use-case-acts.ts'

export function ChoiceBar({ desk }: { desk: Desk }) {
  const rows = [...chosenFailures.use((state) => state.chosen).values()]
  const { ask, assignToMe } = useCaseActs(desk)
  if (rows.length === 0) return null
  const access = retryManyAccess(desk, rows.length)
  const sums = totalsWord(totalsOf(rows))
  return (
    <section
      aria-label="Chosen payments"
      className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1.5 border-t border-line bg-raised px-4 py-1.5"
    >
      <div className="flex min-w-0 flex-[1_1_200px] items-center gap-3">
        <p role="status" className="shrink-0 font-medium">
          {rows.length.toLocaleString('en')} chosen
        </p>
        {access.can === 'no' ? (
          <p className="min-w-0 text-ink-2">{access.why}</p>
        ) : (
          <p className="figures min-w-0 truncate text-ink-2" title={sums}>
            {sums}
          </p>
        )}
      </div>
      {/* As one: no button stands alone on a second line. */}
      <div className="flex flex-wrap items-center gap-1.5">
        <Button look="ghost" keysShown="escape" onClick={chosenFailures.forget}>
          Clear
        </Button>
        <Button keysShown="a" aria-keyshortcuts="a" onClick={() => assignToMe(rows)}>
          Mine
        </Button>
        <Button onClick={() => ask('assign', rows)}>Assign…</Button>
        <Button keysShown="n" aria-keyshortcuts="n" onClick={() => ask('note', rows)}>
          Note…
        </Button>
        <Button keysShown="s" aria-keyshortcuts="s" onClick={() => ask('snooze', rows)}>
          Snooze…
        </Button>
        <Button keysShown="c" aria-keyshortcuts="c" onClick={() => ask('close', rows)}>
          Close…
        </Button>
        <Button onClick={() => ask('write_off', rows)}>Write off…</Button>
        <Button disabled={access.can === 'no'} onClick={() => retryMany(desk, rows, 'uncollectible_invoice')}>
          Uncollectible…
        </Button>
        <Button disabled={access.can === 'no'} onClick={() => retryMany(desk, rows, 'void_invoice')}>
          Void…
        </Button>
        <Button
          look="primary"
          icon={RotateCw}
          disabled={access.can === 'no'}
          keysShown="r"
          aria-keyshortcuts="r"
          onClick={() => retryMany(desk, rows)}
        >
          Retry {rows.length.toLocaleString('en')}…
        </Button>
      </div>
    </section>
  )
}
