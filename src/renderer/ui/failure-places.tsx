// The two lists about payments that failed: what is to be done about them, and the letters to their customers.
import { Link } from 'wouter'
import { failuresPlace, lettersPlace } from '../state/places.ts'
import { classes } from './classes.ts'

export function FailurePlaces({ deskId, here }: { deskId: string; here: 'payments' | 'letters' }) {
  const places = [
    { name: 'payments', word: 'Worklist', href: failuresPlace(deskId, null) },
    { name: 'letters', word: 'Letters', href: lettersPlace(deskId, null) },
  ] as const
  return (
    <nav
      aria-label="Failed payments and letters"
      className="inline-flex h-[26px] overflow-hidden rounded-md border border-line-strong bg-raised"
    >
      {places.map(({ name, word, href }) => (
        <Link
          key={name}
          href={href}
          aria-current={name === here ? 'page' : undefined}
          className={classes(
            'flex items-center border-l border-line px-2.5 font-medium -outline-offset-2 first:border-l-0',
            name === here ? 'bg-press text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
          )}
        >
          {word}
        </Link>
      ))}
    </nav>
  )
}
