// Below the list while failed payments are chosen: how many, what they come to, and what can be done to all of them.
import { RotateCw } from 'lucide-react'
import type { Desk } from '../../../contract/desks.ts'
import { chosenFailures, type FailureItem } from '../../state/chosen.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceBar } from '../../ui/lists/choice-bar.tsx'
import { countText } from '../../ui/count.ts'
import { totalsOf, totalsWord } from '../../ui/totals.ts'
import { retryMany, retryManyAccess } from './retry-many-access.ts'
import { noneIsOpen } from './case-words.ts'
import { useCaseActs } from './use-case-acts.ts'

export function ChosenFailures({ desk, listed }: { desk: Desk; listed: readonly FailureItem[] | null }) {
  const rows = [...chosenFailures.use((state) => state.chosen).values()]
  const { ask, assignToMe, reopen } = useCaseActs(desk)
  const access = retryManyAccess(desk, rows.length)
  return (
    <ChoiceBar
      label="Chosen payments"
      chosen={rows}
      listed={listed}
      says={access.can === 'no' ? access.why : totalsWord(totalsOf(rows))}
      onClear={chosenFailures.forget}
    >
      <Button keysShown="a" onClick={() => assignToMe(rows)}>
        Mine
      </Button>
      <Button onClick={() => ask('assign', rows)}>Assign…</Button>
      <Button keysShown="n" onClick={() => ask('note', rows)}>
        Note…
      </Button>
      <Button keysShown="s" onClick={() => ask('snooze', rows)}>
        Snooze…
      </Button>
      {noneIsOpen(rows) ? (
        <Button keysShown="c" onClick={() => reopen(rows)}>
          Open again
        </Button>
      ) : (
        <Button keysShown="c" onClick={() => ask('close', rows)}>
          Close…
        </Button>
      )}
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
        onClick={() => retryMany(desk, rows)}
      >
        Retry {countText(rows.length)}…
      </Button>
    </ChoiceBar>
  )
}
