// Buttons: one primary a place, quiet ones beside it. A button that only shows an icon must have a label.
import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, MouseEvent } from 'react'
import { classes } from './classes.ts'
import { Kbd, keysAsAttribute } from './kbd.tsx'
import { Hint } from './hint.tsx'

const looks = {
  primary: 'bg-accent-fill text-on-accent hover:bg-accent-fill-hover',
  danger: 'bg-danger-fill text-on-accent hover:bg-danger-fill-hover',
  secondary: 'border border-line-strong bg-raised text-ink hover:bg-hover active:bg-press',
  /** A filter that is set. */
  chosen: 'border border-accent bg-raised text-accent hover:bg-hover active:bg-press',
  ghost: 'text-ink-2 hover:bg-press hover:text-ink',
} as const

type ButtonProps = Omit<ComponentProps<'button'>, 'className'> & {
  look?: keyof typeof looks
  size?: 'small' | 'medium' | 'large'
  icon?: LucideIcon
  /** The keys that do the same, shown at the end of the button and named to assistive technology. */
  keysShown?: string
  /** While what it began is under way it does nothing, and keeps the focus: one that is disabled loses it, and is not while it is busy. */
  busy?: boolean
  className?: string
}

/** Nor is a form sent by it. */
const doNothing = (event: MouseEvent): void => event.preventDefault()

const sizes = {
  small: 'h-6 px-2 text-sm gap-1.5',
  medium: 'h-[30px] px-3 gap-1.5',
  large: 'h-9 px-4 gap-2',
} as const

export function Button({
  look = 'secondary',
  size = 'medium',
  icon: Icon,
  keysShown,
  busy = false,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      aria-keyshortcuts={keysAsAttribute(keysShown)}
      {...rest}
      {...(busy && { 'aria-busy': true, 'aria-disabled': true, disabled: false, onClick: doNothing })}
      className={classes(
        'inline-flex shrink-0 items-center justify-center rounded-md font-medium whitespace-nowrap select-none',
        'disabled:pointer-events-none disabled:opacity-55',
        busy && 'pointer-events-none opacity-55',
        looks[look],
        sizes[size],
        className,
      )}
    >
      {Icon && <Icon size={14} aria-hidden="true" className="shrink-0" />}
      {children}
      {keysShown !== undefined && <Kbd keys={keysShown} onFill={look === 'primary' || look === 'danger'} />}
    </button>
  )
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'className' | 'children' | 'aria-label'> & {
  icon: LucideIcon
  label: string
  keysShown?: string
  className?: string
}

/** A square button of 28 px whose label is its name and its tooltip. */
export function IconButton({ icon: Icon, label, keysShown, className, ...rest }: IconButtonProps) {
  return (
    <Hint text={label} {...(keysShown === undefined ? {} : { keysShown })}>
      <button
        type="button"
        aria-label={label}
        aria-keyshortcuts={keysAsAttribute(keysShown)}
        {...rest}
        className={classes(
          'inline-flex size-7 shrink-0 items-center justify-center rounded-md text-ink-3 hover:bg-press hover:text-ink',
          'disabled:pointer-events-none disabled:opacity-50',
          className,
        )}
      >
        <Icon size={15} aria-hidden="true" />
      </button>
    </Hint>
  )
}
