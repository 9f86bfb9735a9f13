// Who a customer is, as Stripe has it, each line to be copied, and the address to write to.
import { Mail } from 'lucide-react'
import type { ReactNode } from 'react'
import type { CustomerDetail } from '../../../contract/customers.ts'
import { openOverlay } from '../../state/overlays.ts'
import { Amount } from '../../ui/amount.tsx'
import { IconButton } from '../../ui/button.tsx'
import { CopyId } from '../../ui/copy-id.tsx'
import { CopyText } from '../../ui/copy-text.tsx'
import { Fact, Section } from '../../ui/inspector-panel.tsx'
import { Moment } from '../../ui/dates/moment.tsx'

const languages = new Intl.DisplayNames('en', { type: 'language' })

export function Profile({ deskId, detail }: { deskId: string; detail: CustomerDetail }) {
  const { customer, description, address, locales, balance } = detail
  return (
    <Section title="Profile">
      <dl>
        <Copied word="Name" text={customer.name} />
        {customer.email !== null && (
          <Fact word="E-mail">
            <span className="flex items-center gap-1">
              <CopyText text={customer.email} what="E-mail" />
              <IconButton
                icon={Mail}
                label="Write an e-mail…"
                className="-my-1"
                onClick={() =>
                  openOverlay({
                    kind: 'mail',
                    deskId,
                    draft: {
                      customerId: customer.id,
                      subject: '',
                      body: customer.name === null ? 'Hello,\n\n' : `Hello ${customer.name},\n\n`,
                    },
                  })
                }
              />
            </span>
          </Fact>
        )}
        <Copied word="Phone" text={customer.phone} />
        {description !== null && <Fact word="Description">{description}</Fact>}
        {address.length > 0 && (
          <Fact word="Address">
            <CopyText text={address.join('\n')} what="Address" />
          </Fact>
        )}
        {locales.length > 0 && <Fact word="Languages">{locales.map(languageName).join(', ')}</Fact>}
        {balance !== null && !customer.deleted && (
          <Fact word="Balance">
            <Balance {...balance} />
          </Fact>
        )}
        <Fact word="Created">
          <Moment milliseconds={customer.created * 1000} />
        </Fact>
        <Fact word="Customer">
          <CopyId id={customer.id} what="Customer id" />
        </Fact>
      </dl>
    </Section>
  )
}

/** Nothing of it is paid out, nor asked for by itself. */
function Balance({ amount, currency }: NonNullable<CustomerDetail['balance']>) {
  const isCredit = amount < 0
  return (
    <>
      <Amount amount={Math.abs(amount)} currency={currency} /> {isCredit ? 'in credit' : 'owed'}: Stripe{' '}
      {isCredit ? 'takes it off' : 'adds it to'} the next invoice.
    </>
  )
}

function Copied({ word, text }: { word: string; text: string | null }): ReactNode {
  if (text === null) return null
  return (
    <Fact word={word}>
      <CopyText text={text} what={word} />
    </Fact>
  )
}

/** Stripe's word itself where it names no language. */
function languageName(locale: string): string {
  try {
    return languages.of(locale) ?? locale
  } catch {
    return locale
  }
}
