// The deliberate step before a run with real money: what it comes to in words, the passphrase once more, and the total of every
// currency typed. It must never fill in what is to be typed, nor keep the passphrase once it was sent.
import { useState } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { Failure } from '../../../contract/result.ts'
import type { ReplyOf, RequestOf } from '../../../contract/schemas.ts'
import { parseExpected } from '../../../domain/money.ts'
import { countText } from '../../ui/count.ts'
import { DeliberateStep } from '../../ui/orders/deliberate-step.tsx'
import { useNow } from '../../ui/dates/now.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { LockedMeanwhile, OrderProblem } from '../../ui/orders/order-problem.tsx'
import { wrongTyped } from '../../ui/orders/wrong-typed.ts'
import { PassphraseField } from '../../ui/passphrase-fields.tsx'
import { totalsWord, type Total } from '../../ui/totals.ts'
import { awareWord, refundsWord, takesWord } from './run-words.ts'

interface ConfirmRunProps {
  desk: Desk
  totals: readonly Total[]
  /** How many refunds. */
  count: number
  /** How many rows are left out. */
  left: number
  /** How many rows are marked. */
  aware: number
  /** What is sent when the hold ends, as the end of a sentence. */
  sends: string
  /** Null while they are asked for anew, as where the desk was just locked. */
  rules: ReplyOf<'run.rules'> | null
  placing: boolean
  locked: boolean
  failure: Failure | null
  onConfirm: (approval: NonNullable<RequestOf<'run.place'>['approval']>) => void
  onClose: () => void
}

export function ConfirmRun(props: ConfirmRunProps) {
  const { desk, totals, count, left, aware, sends, rules, placing, locked, failure, onConfirm, onClose } =
    props
  const [passphrase, setPassphrase] = useState('')
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const rightly = ({ currency, amount }: Total): boolean => {
    const read = parseExpected(typed[currency] ?? '', currency, amount)
    return read.ok && read.amount === amount
  }
  const confirm = (): void => {
    setPassphrase('')
    onConfirm({
      passphrase,
      totals: totals.map(({ currency }) => ({ currency, amount: (typed[currency] ?? '').trim() })),
    })
  }
  const fields = (
    <div className="flex flex-col gap-3">
      {totals.map((total, place) => (
        <Field
          key={total.currency}
          label={`Type the total in ${total.currency.toUpperCase()}`}
          error={wrongTyped(typed[total.currency] ?? '', total.currency, total.amount)}
        >
          {(control) => (
            <TextInput
              {...control}
              autoFocus={place === 0}
              inputMode="decimal"
              maxLength={40}
              value={typed[total.currency] ?? ''}
              readOnly={placing}
              onChange={(event) => setTyped({ ...typed, [total.currency]: event.target.value })}
              className="figures font-medium"
            />
          )}
        </Field>
      ))}
      <PassphraseField
        label="Passphrase of this desk"
        value={passphrase}
        readOnly={placing}
        onChange={setPassphrase}
      />
    </div>
  )
  return (
    <Dialog title="Confirm the run" onClose={onClose} busy={placing} firm>
      <div className="overflow-y-auto">
        {(failure || locked) && (
          <div className="px-5 pb-3">
            {failure ? <OrderProblem failure={failure} locked={locked} /> : <LockedMeanwhile />}
          </div>
        )}
        <DeliberateStep
          desk={desk}
          label="Confirm the run"
          act={`Yes, place ${refundsWord(count)}`}
          says={
            <>
              <p>
                {refundsWord(count)} of real money:{' '}
                <strong className="font-semibold">{totalsWord(totals)}</strong>.
                {left > 0 &&
                  ` ${left === 1 ? '1 row with an error is' : `${countText(left)} rows with errors are`} left out.`}
              </p>
              {aware > 0 && <p>{awareWord(aware)}</p>}
              {rules !== null && (
                <Takes unlockedUntil={desk.access.unlockedUntil} rules={rules} count={count} />
              )}
            </>
          }
          after={`It is held for ${rules?.holdSeconds ?? desk.policy.holdSeconds} seconds, in which it can be stopped. Then it sends ${sends}. Money that was sent can’t be called back.`}
          placing={placing}
          locked={locked}
          typing={{ field: fields, right: passphrase !== '' && totals.every(rightly) }}
          onYes={confirm}
          onBack={onClose}
        />
      </div>
    </Dialog>
  )
}

/** By itself, as it goes with the clock. */
function Takes({
  unlockedUntil,
  rules,
  count,
}: {
  unlockedUntil: number | null
  rules: ReplyOf<'run.rules'>
  count: number
}) {
  const now = useNow('second')
  return <p>{takesWord(count, rules, unlockedUntil === null ? null : Math.max(0, unlockedUntil - now))}</p>
}
