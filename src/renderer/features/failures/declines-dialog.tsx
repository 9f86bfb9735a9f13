// How this desk judges each decline code, and the way to judge one otherwise: the group decides what is done about a failure. Stripe's own
// advice is no part of this, and what is masked stays so.
import { EyeOff, RotateCcw } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { DeclineRule, FailureGroup } from '../../../contract/failures.ts'
import type { Failure } from '../../../contract/result.ts'
import { call, failureOf } from '../../bridge/client.ts'
import { useDeclineRules, useSpoilFailures } from '../../bridge/failure-queries.ts'
import { IconButton } from '../../ui/button.tsx'
import { ChoiceTabs } from '../../ui/lists/choice-tabs.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select, TextInput } from '../../ui/field.tsx'
import { byPolicy, noteAccess, whyNotManage } from '../../ui/orders/order-access.ts'
import { OrderProblem } from '../../ui/orders/order-problem.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { groupLook, groups } from '../../ui/words/failure-groups.ts'
import { codeWord } from '../../ui/words/decline-words.ts'

export function DeclinesDialog({
  desk,
  above,
  onClose,
}: {
  desk: Desk
  above?: ReactNode
  onClose: () => void
}) {
  const rules = useDeclineRules(desk.id)
  return (
    <Dialog title="How decline codes are judged" onClose={onClose} size="wide" firm>
      <p className="px-5 pb-3 text-ink-2">
        The group says what is to be done about a payment that failed with a code, in every list and figure of
        this desk. What Stripe and the networks advise about a single try is told beside it, and a retry goes
        by that first.
      </p>
      {rules.isError ? (
        <ErrorState
          title="The codes could not be read"
          failure={failureOf(rules.error)}
          onRetry={() => void rules.refetch()}
        />
      ) : rules.isPending ? (
        <div role="status" aria-label="Reading the codes" className="flex flex-col gap-3 px-5 pb-5">
          <Skeleton className="h-4 w-3/4" />
          <Skeleton className="h-4 w-2/3" />
        </div>
      ) : (
        <Rules desk={desk} rules={rules.data} />
      )}
      {above}
    </Dialog>
  )
}

type Which = 'all' | 'ours' | 'masked'

function Rules({ desk, rules }: { desk: Desk; rules: readonly DeclineRule[] }) {
  const [text, setText] = useState('')
  const [which, setWhich] = useState<Which>('all')
  const [failure, setFailure] = useState<Failure | null>(null)
  const spoil = useSpoilFailures(desk.id)
  const set = async (code: string, group: FailureGroup | null): Promise<void> => {
    const result = await call('declines.setRule', { deskId: desk.id, code, group })
    setFailure(result.ok ? null : result.error)
    spoil()
  }
  const fixed = whyNotManage(desk) !== null
  const words = text.trim().toLowerCase()
  const changed = rules.filter(({ group, usual }) => group !== usual)
  const masked = rules.filter((rule) => rule.masked)
  const of = which === 'all' ? rules : which === 'ours' ? changed : masked
  const shown = of.filter(
    ({ code, action }) =>
      code.includes(words.replaceAll(' ', '_')) ||
      `${codeWord(code)} ${action}`.toLowerCase().includes(words),
  )
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 px-5 pb-2">
        <TextInput
          aria-label="Find a code"
          placeholder="Find a code"
          value={text}
          className="max-w-52"
          onChange={(event) => setText(event.target.value)}
        />
        <ChoiceTabs<Which>
          label="Which codes"
          className="-mx-3"
          choices={[
            { word: 'All', value: 'all', count: String(rules.length) },
            { word: 'Judged otherwise', value: 'ours', count: String(changed.length) },
            { word: 'Not told', value: 'masked', count: String(masked.length) },
          ]}
          isChosen={(value) => value === which}
          onChoose={setWhich}
        />
      </div>
      {fixed && (
        <p className="px-5 pb-3 text-ink-2">
          {byPolicy(desk, 'The policy of this desk leaves the judging of codes to an admin.')}
        </p>
      )}
      {failure && (
        <div className="px-5 pb-3">
          <OrderProblem failure={failure} locked={noteAccess(desk).can === 'unlock'} />
        </div>
      )}
      <div
        role="group"
        aria-label="Codes"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- or it can't be scrolled by keys
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto border-t border-line -outline-offset-2"
      >
        {shown.length === 0 ? (
          <p className="px-5 py-8 text-center text-ink-2">
            {which === 'ours' && words === '' ? 'Every code is judged as usual.' : 'No code matches.'}
          </p>
        ) : (
          <ul aria-label="Decline codes">
            {shown.map((rule) => (
              <RuleRow
                key={rule.code}
                rule={rule}
                fixed={fixed}
                onSet={(group) => void set(rule.code, group)}
              />
            ))}
          </ul>
        )}
      </div>
    </>
  )
}

function RuleRow({
  rule,
  fixed,
  onSet,
}: {
  rule: DeclineRule
  /** It is not for this operator to change. */
  fixed: boolean
  onSet: (group: FailureGroup | null) => void
}) {
  const { code, group, usual, action, masked } = rule
  const otherwise = group !== usual
  return (
    <li className="flex items-start gap-3 border-b border-line px-5 py-2 last:border-b-0">
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{codeWord(code)}</span>
          <code className="font-mono text-sm break-all text-ink-3">{code}</code>
          {masked && (
            <span
              className="inline-flex items-center gap-1 text-sm text-ink-2"
              title="The customer is not told this reason"
            >
              <EyeOff size={12} aria-hidden="true" />
              not told
            </span>
          )}
        </span>
        <span className="block text-ink-2">{action}</span>
        {otherwise && <span className="block text-sm text-amber">Usually: {groupLook(usual).word}</span>}
      </span>
      <span className="flex shrink-0 items-center gap-1">
        {otherwise && !fixed && (
          <IconButton icon={RotateCcw} label={`Judge ${code} as usual`} onClick={() => onSet(null)} />
        )}
        <Select
          aria-label={`What to do about ${code}`}
          className="w-40"
          disabled={fixed}
          value={group}
          onChange={(event) => {
            const chosen = groups.find((each) => each === event.target.value)
            if (chosen) onSet(chosen === usual ? null : chosen)
          }}
        >
          {groups.map((each) => (
            <option key={each} value={each}>
              {groupLook(each).word}
            </option>
          ))}
        </Select>
      </span>
    </li>
  )
}
