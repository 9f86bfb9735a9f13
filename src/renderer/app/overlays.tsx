// What lies over the screens: the palette, the keys, the forms of orders, the question who is there, questions before an order, and the tray of orders. All but the tray load on demand.
import { lazy, Suspense } from 'react'
import type { Desk } from '../../contract/desks.ts'
import { closeOverlay, endUnlocking, openOverlay, useOverlay } from '../state/overlays.ts'

const CommandPalette = lazy(async () => ({ default: (await import('./command-palette.tsx')).CommandPalette }))
const KeysHelp = lazy(async () => ({ default: (await import('./keys-help.tsx')).KeysHelp }))
const RefundDialog = lazy(async () => ({
  default: (await import('../features/refunds/refund-dialog.tsx')).RefundDialog,
}))
const RefundQuestion = lazy(async () => ({
  default: (await import('../features/refunds/dialogs.tsx')).RefundQuestion,
}))
const ChangeDialog = lazy(async () => ({
  default: (await import('../features/changes/change-dialog.tsx')).ChangeDialog,
}))
const NoteDialog = lazy(async () => ({
  default: (await import('../features/customers/note-dialog.tsx')).NoteDialog,
}))
const RetryManyDialog = lazy(async () => ({
  default: (await import('../features/changes/retry-many-dialog.tsx')).RetryManyDialog,
}))
const SubscriptionsManyDialog = lazy(async () => ({
  default: (await import('../features/changes/subscriptions-many-dialog.tsx')).SubscriptionsManyDialog,
}))
const AccessPolicyDialog = lazy(async () => ({
  default: (await import('../features/access/policy-dialog.tsx')).AccessPolicyDialog,
}))
const CaseDialog = lazy(async () => ({
  default: (await import('../features/failures/case-dialog.tsx')).CaseDialog,
}))
const DeclinesDialog = lazy(async () => ({
  default: (await import('../features/failures/declines-dialog.tsx')).DeclinesDialog,
}))
const DayCheckDialog = lazy(async () => ({
  default: (await import('../features/overview/day-check-dialog.tsx')).DayCheckDialog,
}))
const MailDialog = lazy(async () => ({
  default: (await import('../features/mail/mail-dialog.tsx')).MailDialog,
}))
const OrderTray = lazy(async () => ({
  default: (await import('../features/refunds/order-tray.tsx')).OrderTray,
}))
const UnlockDialog = lazy(async () => ({
  default: (await import('../features/lock/unlock-dialog.tsx')).UnlockDialog,
}))
const ReplaceKey = lazy(async () => ({
  default: (await import('../features/keys/replace-key.tsx')).ReplaceKey,
}))
const importQuestions = () => import('./freshness-questions.tsx')
const StopReading = lazy(async () => ({ default: (await importQuestions()).StopReading }))
const Rebuild = lazy(async () => ({ default: (await importQuestions()).Rebuild }))

export function Overlays({ desk }: { desk: Desk }) {
  const { overlay, unlocking } = useOverlay()
  const unlocked = (): void => {
    const wanted = unlocking?.wanted ?? null
    endUnlocking()
    if (typeof wanted === 'function') wanted()
    else if (wanted !== null) openOverlay(wanted)
  }
  const unlock = unlocking && <UnlockDialog desk={desk} onUnlocked={unlocked} onClose={endUnlocking} />
  const refund = overlay.kind === 'refund' && overlay.deskId === desk.id ? overlay : null
  const question = overlay.kind === 'refund-question' && overlay.deskId === desk.id ? overlay : null
  const change = overlay.kind === 'change' && overlay.deskId === desk.id ? overlay : null
  const note = overlay.kind === 'note' && overlay.deskId === desk.id ? overlay : null
  const written = overlay.kind === 'case' && overlay.deskId === desk.id ? overlay : null
  const retries = overlay.kind === 'retry-many' && overlay.deskId === desk.id ? overlay : null
  const subscriptions = overlay.kind === 'subscriptions-many' && overlay.deskId === desk.id ? overlay : null
  const accessPolicy = overlay.kind === 'access-policy' && overlay.deskId === desk.id
  const declines = overlay.kind === 'declines' && overlay.deskId === desk.id
  const dayCheck = overlay.kind === 'day-check' && overlay.deskId === desk.id
  const mail = overlay.kind === 'mail' && overlay.deskId === desk.id ? overlay : null
  const above = unlock && <Suspense fallback={null}>{unlock}</Suspense>
  return (
    <>
      {/* By itself: while a dialog is fetched, what is held stays in sight. */}
      <Suspense fallback={null}>
        <OrderTray deskId={desk.id} />
      </Suspense>
      {/* What is typed into a form meanwhile is for none of the screen's keys. */}
      <Suspense fallback={<span hidden data-keys="hold" />}>
        {overlay.kind === 'palette' && (
          <CommandPalette desk={desk} finding={overlay.finding} onClose={closeOverlay} />
        )}
        {overlay.kind === 'keys' && <KeysHelp onClose={closeOverlay} />}
        {overlay.kind === 'rebuild' && <Rebuild deskId={desk.id} onClose={closeOverlay} />}
        {overlay.kind === 'replace-key' && <ReplaceKey desk={desk} onClose={closeOverlay} />}
        {refund ? (
          <RefundDialog
            key={refund.paymentId}
            desk={desk}
            paymentId={refund.paymentId}
            amount={refund.amount}
            above={above}
            onClose={closeOverlay}
          />
        ) : question ? (
          <RefundQuestion
            desk={desk}
            about={question.about}
            refund={question.refund}
            above={above}
            onClose={closeOverlay}
          />
        ) : change ? (
          <ChangeDialog
            key={JSON.stringify(change.wanted)}
            desk={desk}
            wanted={change.wanted}
            above={above}
            onClose={closeOverlay}
          />
        ) : note ? (
          <NoteDialog
            key={note.customerId}
            desk={desk}
            customerId={note.customerId}
            above={above}
            onClose={closeOverlay}
          />
        ) : written ? (
          <CaseDialog
            desk={desk}
            act={written.act}
            rows={written.rows}
            above={above}
            onClose={closeOverlay}
          />
        ) : retries ? (
          <RetryManyDialog
            desk={desk}
            rows={retries.rows}
            act={retries.act}
            above={above}
            onClose={closeOverlay}
          />
        ) : subscriptions ? (
          <SubscriptionsManyDialog
            desk={desk}
            act={subscriptions.act}
            rows={subscriptions.rows}
            above={above}
            onClose={closeOverlay}
          />
        ) : accessPolicy ? (
          <AccessPolicyDialog desk={desk} above={above} onClose={closeOverlay} />
        ) : declines ? (
          <DeclinesDialog desk={desk} above={above} onClose={closeOverlay} />
        ) : overlay.kind === 'stop-reading' ? (
          <StopReading deskId={desk.id} above={above} onClose={closeOverlay} />
        ) : (
          unlock
        )}
        {dayCheck && <DayCheckDialog desk={desk} onClose={closeOverlay} />}
        {mail && <MailDialog deskId={desk.id} draft={mail.draft} onClose={closeOverlay} />}
      </Suspense>
    </>
  )
}
