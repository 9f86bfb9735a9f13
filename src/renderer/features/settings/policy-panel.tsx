// What this machine may do on this desk, for everybody to read; changing it takes the passphrase. It shows what the engine enforces.
import { Check, Minus, Pencil, KeySquare } from 'lucide-react'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import type { Policy } from '../../../contract/policy.ts'
import type { Desk } from '../../../contract/desks.ts'
import { Button } from '../../ui/button.tsx'
import { Group } from '../../ui/group.tsx'
import {
  actions,
  actionWords,
  guardSentence,
  limitWord,
  otherWord,
  reasons,
  reasonWord,
  roleWords,
  typeWord,
} from './policy-words.ts'

const PolicyForm = lazy(async () => ({ default: (await import('./policy-form.tsx')).PolicyForm }))
const PassphraseDialog = lazy(async () => ({
  default: (await import('./passphrase-dialog.tsx')).PassphraseDialog,
}))

export function PolicyPanel({ desk }: { desk: Desk }) {
  const [open, setOpen] = useState<'policy' | 'passphrase' | null>(null)
  const close = (): void => setOpen(null)
  const { policy, policyUnreadable = false, access } = desk
  return (
    <Group title="Policy" says={guardSentence}>
      {policyUnreadable ? <Unreadable /> : <Rules policy={policy} live={desk.mode === 'live'} />}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button icon={Pencil} onClick={() => setOpen(access.passphrase ? 'policy' : 'passphrase')}>
          Change the policy…
        </Button>
        <Button icon={KeySquare} onClick={() => setOpen('passphrase')}>
          {access.passphrase ? 'Change the passphrase…' : 'Set a passphrase…'}
        </Button>
      </div>
      <Suspense fallback={null}>
        {open === 'policy' && <PolicyForm desk={desk} onClose={close} />}
        {open === 'passphrase' && <PassphraseDialog desk={desk} onClose={close} />}
      </Suspense>
    </Group>
  )
}

function Rules({ policy, live }: { policy: Policy; live: boolean }) {
  return (
    <dl className="border-y border-line">
      <Row word="This machine is for">{roleWords[policy.role]}</Row>
      <Row word="May">
        <Allowed policy={policy} />
      </Row>
      <Row word="Refund limits">
        <Limits policy={policy} live={live} />
      </Row>
      <Row word="Reasons">
        {reasons
          .filter((each) => policy.reasons.includes(each))
          .map(reasonWord)
          .join(', ')}
      </Row>
      <Row word="Held">{policy.holdSeconds} seconds before it is sent</Row>
      {live && (
        <Row word="Unlocked">
          for {policy.leaseMinutes} {policy.leaseMinutes === 1 ? 'minute' : 'minutes'} at a time
        </Row>
      )}
      <Row word="A day begins">at midnight in {policy.timeZone}</Row>
    </dl>
  )
}

/** Nobody forbade anything: what stands in its place is no policy, and is not shown as one. */
function Unreadable() {
  return (
    <div role="alert" className="rounded-lg bg-red-tint px-3 py-2 text-red">
      <p className="font-medium">
        The policy of this desk can’t be read: it is damaged, or was saved by another version of Bursar.
      </p>
      <p>
        Until it can, this machine orders and changes nothing here; it can’t replace the key or remove the
        desk either. Open the desk with the version that saved it, or set the policy again: what it was stands
        in the audit, at its last change.
      </p>
    </div>
  )
}

function Row({ word, children }: { word: string; children: ReactNode }) {
  return (
    <div className="grid min-h-9 grid-cols-[132px_minmax(0,1fr)] items-baseline gap-3 border-b border-line py-2 last:border-b-0">
      <dt className="text-ink-3">{word}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  )
}

function Allowed({ policy }: { policy: Policy }) {
  return (
    <ul>
      {actions.map((action) => {
        const may = policy.allowed.includes(action)
        const Icon = may ? Check : Minus
        return (
          <li key={action} className="flex items-start gap-2">
            <Icon
              size={14}
              aria-hidden="true"
              className={may ? 'mt-[3px] shrink-0 text-green' : 'mt-[3px] shrink-0 text-ink-3'}
            />
            <span className={may ? '' : 'text-ink-3'}>
              <span className="unseen">{may ? 'Yes: ' : 'No: '}</span>
              {actionWords[action]}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function Limits({ policy, live }: { policy: Policy; live: boolean }) {
  return (
    <>
      {policy.limits.length > 0 && (
        <table className="figures w-full text-left">
          <thead className="text-sm text-ink-3">
            <tr>
              <th className="pr-3 font-medium">Currency</th>
              <th className="pr-3 text-right font-medium">One refund</th>
              <th className="pr-3 text-right font-medium">A day</th>
              {live && <th className="text-right font-medium">Typed to confirm</th>}
            </tr>
          </thead>
          <tbody>
            {policy.limits.map(({ currency, perOrder, perDay, typeAbove }) => (
              <tr key={currency}>
                <th className="pr-3 font-medium">{currency.toUpperCase()}</th>
                <td className="pr-3 text-right">{limitWord(perOrder, currency)}</td>
                <td className="pr-3 text-right">{limitWord(perDay, currency)}</td>
                {live && <td className="text-right">{typeWord(typeAbove, currency)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={policy.limits.length > 0 ? 'mt-1 text-ink-2' : undefined}>
        {otherWord(policy)}
        {live && policy.otherCurrencies === 'unlimited' && '; the amount is typed to confirm it'}
      </p>
    </>
  )
}
