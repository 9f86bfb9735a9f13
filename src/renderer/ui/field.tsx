// Form fields: a label, the control, a hint, and an error that is announced and tied to the control.
import { useId, type ComponentProps, type ReactNode, type Ref } from 'react'
import { ChevronDown } from 'lucide-react'
import { classes } from './classes.ts'

interface Described {
  id: string
  'aria-describedby'?: string
  'aria-invalid'?: true
}

interface FieldProps {
  label: string
  hint?: ReactNode
  error?: string | null
  labelHidden?: boolean
  className?: string
  children: (control: Described) => ReactNode
}

export function Field({ label, hint, error, labelHidden = false, className, children }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  const wrong = error !== undefined && error !== null && error !== ''
  const noted = wrong || hint !== undefined
  return (
    <div className={classes('flex flex-col gap-1', className)}>
      <label htmlFor={id} className={labelHidden ? 'unseen' : 'text-sm font-medium text-ink-2'}>
        {label}
      </label>
      {children({
        id,
        ...(noted ? { 'aria-describedby': noteId } : {}),
        ...(wrong ? { 'aria-invalid': true as const } : {}),
      })}
      {noted && (
        <div
          id={noteId}
          role={wrong ? 'alert' : undefined}
          className={wrong ? 'text-sm text-red' : 'text-sm text-ink-3'}
        >
          {wrong ? error : hint}
        </div>
      )}
    </div>
  )
}

export function TextInput({ className, ...rest }: ComponentProps<'input'> & { ref?: Ref<HTMLInputElement> }) {
  return (
    <input
      type="text"
      autoComplete="off"
      spellCheck={false}
      {...rest}
      className={classes('control w-full', className)}
    />
  )
}

export function TextArea({
  className,
  ...rest
}: ComponentProps<'textarea'> & { ref?: Ref<HTMLTextAreaElement> }) {
  return (
    <textarea
      autoComplete="off"
      {...rest}
      className={classes('control h-auto w-full resize-y py-1.5', className)}
    />
  )
}

/** A box with what it means beneath. */
export function CheckBox({
  label,
  says,
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'id' | 'type'> & { label: string; says: ReactNode }) {
  const id = useId()
  return (
    <div className={classes('flex gap-2.5', className)}>
      <input
        {...rest}
        id={id}
        type="checkbox"
        aria-describedby={`${id}-note`}
        className="mt-[3px] size-3.5 shrink-0"
      />
      <div className="min-w-0 flex-1">
        <label htmlFor={id}>{label}</label>
        <p id={`${id}-note`} className="text-sm text-ink-3">
          {says}
        </p>
      </div>
    </div>
  )
}

/** The platform's own select: its keyboard and screen reader behaviour is better than any imitation. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={classes('relative inline-flex', className)}>
      <select {...rest} className="control w-full appearance-none pr-7">
        {children}
      </select>
      <ChevronDown
        size={14}
        aria-hidden="true"
        className="pointer-events-none absolute top-2 right-2 text-ink-3"
      />
    </span>
  )
}
