// The list of keys, for `?`. It must match what the screens really bind.
import { Dialog } from '../ui/dialog.tsx'
import { Kbd, keysInWords } from '../ui/kbd.tsx'
import { screensToGoTo } from './go-to.ts'

type KeyRow = readonly [keys: readonly string[], does: string]

/** What every list with an inspector binds (list-with-inspector.ts, virtual-rows.ts). */
function listKeys(noun: string, open?: string, close?: string): readonly KeyRow[] {
  return [[['/'], 'Search in the list'], ...moveKeys(noun, open, close)]
}

/** Of a list without a search the rest. */
function moveKeys(
  noun: string,
  open = 'Open in the inspector',
  close = 'Close the inspector',
): readonly KeyRow[] {
  return [
    [['down', 'j'], `Next ${noun}`],
    [['up', 'k'], `Previous ${noun}`],
    [['Home', 'End'], 'First, last'],
    [['enter'], open],
    [['escape'], close],
  ]
}

const groups: readonly { title: string; rows: readonly KeyRow[] }[] = [
  {
    title: 'Everywhere',
    rows: [
      [['mod+k'], 'Search and commands'],
      [['/'], 'Search everything, or in the list shown'],
      [['mod+1', 'mod+9'], 'First to ninth desk'],
      [['g d'], 'All desks'],
      ...screensToGoTo.map(({ keys, word }): KeyRow => [[keys], word]),
      [['z', 'mod+z'], 'Undo what is held'],
      [['?'], 'This list'],
    ],
  },
  {
    title: 'Live desks',
    rows: [
      [['u'], 'Unlock'],
      [['mod+shift+l'], 'Lock'],
    ],
  },
  {
    title: 'Payments',
    rows: [
      ...listKeys('payment'),
      [['r'], 'Refund it, or all that are chosen'],
      [['x'], 'Choose it, for many refunds at once'],
      [['shift+down', 'shift+up'], 'Choose on to the next, the one before'],
      [['shift+x'], 'Choose from the last one to here'],
      [['c'], 'Copy the payment id'],
      [['o'], 'Open in the Stripe Dashboard'],
    ],
  },
  {
    title: 'Overview and Recovery',
    rows: [
      [['1', '8'], 'On Overview: first to eighth figure in the chart'],
      [['o'], 'On Overview: the rows behind the figure'],
      [['left', 'right'], 'In a chart: column before, next column'],
      [['enter'], 'In a chart of Overview: open the rows of the column'],
      [['p'], 'Print'],
    ],
  },
  {
    title: 'Refunds',
    rows: [
      ...listKeys('refund'),
      [['b'], 'Board or list'],
      [['left', 'h'], 'On the board: column before'],
      [['right', 'l'], 'On the board: next column'],
      [['o'], 'Open its payment'],
      [['c'], 'Copy the refund id'],
      [['n'], 'Copy the bank reference (ARN)'],
      [['x'], 'Cancel it, where Stripe allows'],
      [['w'], 'Record that it was paid another way'],
    ],
  },
  {
    title: 'Failed payments',
    rows: [
      ...listKeys('payment'),
      [['r'], 'Retry it, or all that are chosen'],
      [['m'], 'Ask for a new payment method'],
      [['a'], 'Assign it, or all that are chosen, to me'],
      [['s'], 'Snooze it, or all that are chosen'],
      [['n'], 'Write a note about it, or all that are chosen'],
      [['c'], 'Close or open again, it or all that are chosen'],
      [['x'], 'Choose it, for many at once'],
      [['shift+down', 'shift+up'], 'Choose on to the next, the one before'],
      [['shift+x'], 'Choose from the last one to here'],
      [['o'], 'Open in the Stripe Dashboard'],
    ],
  },
  {
    title: 'Disputes',
    rows: [
      ...listKeys('dispute'),
      [['e'], 'Give evidence in the Stripe Dashboard'],
      [['o'], 'Open its payment'],
      [['c'], 'Copy the dispute id'],
    ],
  },
  {
    title: 'Bulk refunds',
    rows: [
      [['n'], 'New run; of a run that is over, one of what is left'],
      [['j', 'k'], 'Next row, the one before'],
      [['z'], 'Stop it while it is held'],
      [['p'], 'Pause it'],
      [['escape'], 'Back to all runs'],
    ],
  },
  {
    title: 'Customers',
    rows: [
      ...listKeys('customer', 'Open the page', 'Back to the list'),
      [['n'], 'Write a note'],
      [['m'], 'Ask for a new payment method'],
      [['p'], 'Collect a payment'],
      [['c'], 'Copy the customer id'],
      [['o'], 'Open in the Stripe Dashboard'],
    ],
  },
  {
    title: 'Subscriptions',
    rows: [
      ...listKeys('subscription'),
      [['e'], 'Change it'],
      [['p'], 'Pause or resume it, or pause all that are chosen'],
      [['d'], 'Cancel or keep it, or cancel all that are chosen'],
      [['x'], 'Choose it, for many at once'],
      [['shift+down', 'shift+up'], 'Choose on to the next, the one before'],
      [['shift+x'], 'Choose from the last one to here'],
      [['v'], 'Saved views'],
      [['i'], 'Ask Stripe for the upcoming invoice'],
      [['c'], 'Copy the subscription id'],
      [['o'], 'Open in the Stripe Dashboard'],
    ],
  },
  {
    title: 'Access',
    rows: [
      ...listKeys('row'),
      [['t'], 'As it was on another day'],
      [['s'], 'Its subscription'],
      [['c'], 'Copy the customer id'],
    ],
  },
  {
    title: 'Letters',
    rows: [
      ...moveKeys('letter'),
      [['e'], 'Read it over and open it in mail'],
      [['s'], 'Mark as sent'],
      [['d'], 'Dismiss'],
      [['o'], 'Its customer'],
    ],
  },
  {
    title: 'Events',
    rows: [
      ...listKeys('event'),
      [['e'], 'Replay, where it failed or waits'],
      [['o'], 'Go to its payment or object'],
      [['c'], 'Copy the event id'],
    ],
  },
  {
    title: 'Audit',
    rows: [
      ...listKeys('entry'),
      [['v'], 'Verify the chain'],
      [['o'], 'Go to its payment'],
      [['c'], 'Copy what it is about'],
    ],
  },
  {
    title: 'Note and e-mail',
    rows: [
      [['mod+enter'], 'Save the note, or open the e-mail'],
      [['escape'], 'Close without'],
    ],
  },
  {
    title: 'Refund form',
    rows: [
      [['mod+enter'], 'Place the refund, or go on to confirm it'],
      [['y'], 'Confirm it, on a live desk'],
      [['escape'], 'Close; a placed refund goes on'],
    ],
  },
]

export function KeysHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose} size="wide">
      {/* It has nothing else to put the focus on, and scrolls where the window is low. */}
      <div
        role="group"
        aria-label="Keys"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- or it can't be scrolled by keys
        tabIndex={0}
        className="gap-x-10 overflow-auto px-5 pt-1 pb-2 -outline-offset-2 sm:columns-2"
      >
        {groups.map(({ title, rows }) => (
          <section key={title} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 text-sm font-medium text-ink-3">{title}</h3>
            <dl>
              {rows.map(([keys, does]) => (
                <div key={does} className="flex min-h-7 items-center justify-between gap-4">
                  <dt className="order-2 flex items-center gap-2">
                    <span className="unseen">{keys.map(keysInWords).join(' or ')}</span>
                    {keys.map((each) => (
                      <Kbd key={each} keys={each} />
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
