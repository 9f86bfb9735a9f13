// How the work on a failed payment stands here: whose it is, whether it sleeps or is closed, and everything that was noted, newest first.
import { Check, MessageSquareText, Moon, RotateCcw, UserRoundCheck, UserRoundPlus } from 'lucide-react'
import type { Desk } from '../../../contract/desks.ts'
import type { FailureDetail } from '../../../contract/failures.ts'
import { chosenFailures } from '../../state/chosen.ts'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/inspector-panel.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { dayAndTime } from '../../ui/dates/time.ts'
import { useKeysOfOne } from '../../ui/lists/use-choosing.ts'
import { entryWords } from './case-words.ts'
import { useCaseActs } from './use-case-acts.ts'

export function CaseSection({ desk, detail: { row, entries } }: { desk: Desk; detail: FailureDetail }) {
  const { me, ask, assignToMe, reopen } = useCaseActs(desk)
  const keysOfOne = useKeysOfOne(chosenFailures)
  const { assignee, state } = row.case
  const put = state !== 'open'
  return (
    <Section title="Work on it">
      <p className="pb-2 text-ink-2">{standing(row.case, me)}</p>
      <div className="flex flex-wrap gap-1.5">
        {assignee !== me && (
          <Button size="small" icon={UserRoundCheck} {...keysOfOne('a')} onClick={() => assignToMe([row])}>
            Assign to me
          </Button>
        )}
        <Button size="small" icon={UserRoundPlus} onClick={() => ask('assign', [row])}>
          {assignee === null ? 'Assign…' : 'Assign otherwise…'}
        </Button>
        <Button size="small" icon={MessageSquareText} {...keysOfOne('n')} onClick={() => ask('note', [row])}>
          Note…
        </Button>
        {put ? (
          <Button size="small" icon={RotateCcw} {...keysOfOne('c')} onClick={() => reopen([row])}>
            Open again
          </Button>
        ) : (
          <>
            <Button size="small" icon={Moon} {...keysOfOne('s')} onClick={() => ask('snooze', [row])}>
              Snooze…
            </Button>
            <Button size="small" icon={Check} {...keysOfOne('c')} onClick={() => ask('close', [row])}>
              Close…
            </Button>
          </>
        )}
      </div>
      {entries.length > 0 && (
        <ol aria-label="What was noted" className="mt-3 flex flex-col gap-2">
          {entries
            .toSorted((one, other) => other.at - one.at)
            .map((entry) => (
              <li key={`${entry.id} ${entry.kind}`}>
                <span className="text-ink-2">
                  <span className="font-medium text-ink">
                    {entry.operator === me ? 'You' : entry.operator}
                  </span>{' '}
                  {entryWords(entry, me)}, <RelativeTime milliseconds={entry.at} />
                </span>
                {entry.text !== null && (
                  <span className="block rounded-md bg-sunken px-2.5 py-1.5 whitespace-pre-line">
                    {entry.text}
                  </span>
                )}
              </li>
            ))}
        </ol>
      )}
    </Section>
  )
}

function standing(
  { assignee, state, snoozedUntil }: FailureDetail['row']['case'],
  me: string | null,
): string {
  const whose =
    assignee === null ? 'Nobody has it.' : assignee === me ? 'It is yours.' : `${assignee} has it.`
  switch (state) {
    case 'open':
      return whose
    case 'snoozed':
      return `${whose} Snoozed${snoozedUntil === null ? '' : ` until ${dayAndTime(snoozedUntil)}`}.`
    case 'closed':
      return `${whose} Closed: it comes back if it fails once more.`
    case 'written_off':
      return `${whose} Written off.`
  }
}
