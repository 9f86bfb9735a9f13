// The states besides "here it is": empty, failed, loading, and a notice beside it. Each says what happened and what to do.
import { CircleAlert, Info, LoaderCircle, RotateCw, TriangleAlert, X, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Failure } from '../../contract/result.ts'
import { Button, IconButton } from './button.tsx'
import { classes } from './classes.ts'

export function EmptyState({
  icon: Icon,
  title,
  children,
  action,
}: {
  icon: LucideIcon
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="mx-auto flex max-w-[420px] flex-col items-center px-6 py-16 text-center">
      <Icon size={24} strokeWidth={1.5} aria-hidden="true" className="mb-3 text-ink-3" />
      <h2 className="text-lg font-semibold">{title}</h2>
      {children !== undefined && <div className="mt-1 text-ink-2">{children}</div>}
      {action !== undefined && <div className="mt-4 flex gap-2">{action}</div>}
    </div>
  )
}

/** Stripe's own words and request id, where Stripe answered. */
export function StripeSaid({ failure }: { failure: Failure }) {
  const { stripe } = failure
  if (!stripe) return null
  return (
    <p className="mt-1 text-sm text-ink-2">
      {stripe.message !== undefined && stripe.message !== failure.message && (
        <>Stripe says: “{stripe.message}” </>
      )}
      {stripe.requestId !== undefined && <span className="font-mono text-ink-3">{stripe.requestId}</span>}
    </p>
  )
}

export function ErrorState({
  title,
  failure,
  onRetry,
}: {
  title: string
  failure: Failure
  onRetry?: () => void
}) {
  return (
    <div role="alert" className="mx-auto flex max-w-[440px] flex-col items-center px-6 py-16 text-center">
      <CircleAlert size={24} strokeWidth={1.5} aria-hidden="true" className="mb-3 text-red" />
      <h2 className="text-lg font-semibold">{title}</h2>
      <p className="mt-1 text-ink-2">{failure.message}</p>
      <StripeSaid failure={failure} />
      {onRetry && (
        <Button icon={RotateCw} onClick={onRetry} className="mt-4">
          Try again
        </Button>
      )}
    </div>
  )
}

/** Where something failed beside what is there all the same: a line, with the way to ask again. */
export function FailedLine({
  word = 'Try again',
  children,
  onRetry,
}: {
  /** Of the button. */
  word?: string
  children: ReactNode
  onRetry: () => void
}) {
  return (
    <div role="alert" className="flex items-center gap-3 rounded-lg bg-red-tint px-3 py-2">
      <p className="min-w-0 flex-1 text-red">{children}</p>
      <Button size="small" onClick={onRetry}>
        {word}
      </Button>
    </div>
  )
}

export function Spinner({ size = 14 }: { size?: number }) {
  return <LoaderCircle size={size} aria-hidden="true" className="shrink-0 animate-spin text-ink-3" />
}

export function Skeleton({ className }: { className: string }) {
  return <span aria-hidden="true" className={classes('placeholder block', className)} />
}

const bannerLooks = {
  info: { icon: Info, className: 'bg-blue-tint text-blue' },
  warn: { icon: TriangleAlert, className: 'bg-amber-tint text-amber' },
  bad: { icon: CircleAlert, className: 'bg-red-tint text-red' },
} as const

/** A line above the content it concerns, or beneath it. A bad one is announced as it comes. */
export function Banner({
  tone,
  children,
  action,
  onDismiss,
}: {
  tone: keyof typeof bannerLooks
  children: ReactNode
  action?: ReactNode
  onDismiss?: () => void
}) {
  const { icon: Icon, className } = bannerLooks[tone]
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={classes('flex min-h-9 items-center gap-2.5 px-4 py-1.5', className)}
    >
      <Icon size={14} aria-hidden="true" className="shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
      {action}
      {onDismiss && <IconButton icon={X} label="Dismiss" onClick={onDismiss} className="text-current" />}
    </div>
  )
}
