// Prints the screen: what is marked as its page (styles.css), on paper or into a file, by the system's own dialog.
import { Printer } from 'lucide-react'
import { IconButton } from './button.tsx'

export function printScreen(): void {
  window.print()
}

export function PrintButton() {
  return <IconButton icon={Printer} label="Print" keysShown="p" onClick={printScreen} />
}
