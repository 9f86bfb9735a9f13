// A message to a customer, to be read over and then opened in the operator's own mail program. Nothing is sent from here.
import { Copy, Mail } from 'lucide-react'
import { useRef, useState, type FormEvent } from 'react'
import type { Failure } from '../../../contract/result.ts'
import { longestSubject, mailLink, whyNoMail } from '../../../domain/mail-link.ts'
import { call } from '../../bridge/client.ts'
import { useCustomer } from '../../bridge/customer-queries.ts'
import type { MailDraft } from '../../state/overlays.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, TextArea, TextInput } from '../../ui/field.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { Skeleton } from '../../ui/states.tsx'

interface MailDialogProps {
  deskId: string
  draft: MailDraft
  onClose: () => void
}

export function MailDialog({ deskId, draft, onClose }: MailDialogProps) {
  const customer = useCustomer(deskId, draft.customerId)
  const waiting = draft.to === undefined && draft.customerId !== null && customer.isPending
  return (
    <Dialog title="Write an e-mail" onClose={onClose} firm>
      {waiting ? (
        <div role="status" aria-label="Looking up the address" className="border-t border-line px-5 py-4">
          <Skeleton className="h-[30px] w-full" />
        </div>
      ) : (
        <MailForm address={draft.to ?? customer.data?.customer.email ?? ''} draft={draft} onClose={onClose} />
      )}
    </Dialog>
  )
}

function MailForm({ address, draft, onClose }: { address: string; draft: MailDraft; onClose: () => void }) {
  const [to, setTo] = useState(address)
  const [subject, setSubject] = useState(draft.subject)
  const [body, setBody] = useState(draft.body)
  const [failure, setFailure] = useState<Failure | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const mail = { to: to.trim(), subject, body }
  const problem = whyNoMail(mail)
  const open = async (): Promise<void> => {
    if (problem !== null) return
    const opened = await call('link.open', { url: mailLink(mail) })
    if (opened.ok) onClose()
    else setFailure(opened.error)
  }
  useShortcuts({ 'mod+enter': () => form.current?.requestSubmit() }, { whileTyping: true, overDialogs: true })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void open()
  }
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex min-h-0 flex-col">
      <div className="flex flex-col gap-4 overflow-y-auto border-t border-line px-5 py-4">
        <Field label="To">
          {(control) => (
            <TextInput
              {...control}
              autoFocus={address === ''}
              inputMode="email"
              value={to}
              maxLength={254}
              onChange={(event) => setTo(event.target.value)}
            />
          )}
        </Field>
        <Field label="Subject">
          {(control) => (
            <TextInput
              {...control}
              autoFocus={address !== ''}
              spellCheck
              value={subject}
              maxLength={longestSubject}
              onChange={(event) => setSubject(event.target.value)}
            />
          )}
        </Field>
        <Field label="Message">
          {(control) => (
            <TextArea {...control} rows={9} value={body} onChange={(event) => setBody(event.target.value)} />
          )}
        </Field>
        {(problem ?? failure) && (
          <p role="status" className={failure ? 'text-red' : 'text-ink-2'}>
            {problem ?? failure?.message}
          </p>
        )}
      </div>
      <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
        <span className="mr-auto text-sm text-ink-3">Bursar sends nothing.</span>
        <Button icon={Copy} onClick={() => void copyText(body, 'Message')}>
          Copy
        </Button>
        <Button type="submit" look="primary" icon={Mail} disabled={problem !== null} keysShown="mod+enter">
          Open in mail
        </Button>
      </footer>
    </form>
  )
}
