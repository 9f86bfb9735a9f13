// Which form a change of a subscription has, once the subscription was read.
import type { WantedOfSubscription } from '../../state/overlays.ts'
import { CancelForm } from './cancel-form.tsx'
import type { SubscriptionFormProps } from './form-props.ts'
import { InvoiceForm } from './invoice-form.tsx'
import { PauseForm, PauseServiceForm } from './pause-form.tsx'
import { KeepForm, ResumeForm, ResumeServiceForm } from './resume-form.tsx'
import { StartAgainForm } from './start-again-form.tsx'
import { UpdateForm } from './update-form.tsx'

export function SubscriptionForm({
  wanted,
  ...form
}: { wanted: WantedOfSubscription } & SubscriptionFormProps) {
  switch (wanted.form) {
    case 'update_subscription':
      return <UpdateForm {...form} />
    case 'cancel_subscription':
      return <CancelForm {...form} />
    case 'keep_subscription':
      return <KeepForm {...form} />
    case 'pause_subscription':
      return <PauseForm {...form} />
    case 'resume_subscription':
      return <ResumeForm {...form} />
    case 'pause_service':
      return <PauseServiceForm {...form} />
    case 'resume_service':
      return <ResumeServiceForm {...form} />
    case 'start_subscription_again':
      return <StartAgainForm {...form} />
    case 'invoice':
      return <InvoiceForm act={wanted.act} invoiceId={wanted.invoiceId} {...form} />
  }
}
