// The search above a list. It types ahead of the address: what is typed shows at once and is asked for after a short rest.
import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState, type RefObject } from 'react'
import { IconButton } from '../button.tsx'
import { Kbd } from '../kbd.tsx'

const typingMilliseconds = 180

export function SearchField({
  label,
  placeholder,
  text,
  inputRef,
  onText,
  onLeave,
}: {
  label: string
  /** What can be searched for, as examples. */
  placeholder: string
  text: string
  inputRef: RefObject<HTMLInputElement | null>
  onText: (text: string) => void
  /** Enter or arrow down: on to the list, which has been told what is typed. */
  onLeave: () => void
}) {
  const [typed, setTyped] = useState(text)
  const told = useRef(text)
  useEffect(() => {
    // The address changed by other means than this field ("Clear all", back): follow it.
    if (text === told.current) return
    told.current = text
    setTyped(text)
  }, [text])
  useEffect(() => {
    if (typed === told.current) return
    const timer = setTimeout(() => {
      told.current = typed
      onText(typed)
    }, typingMilliseconds)
    return () => clearTimeout(timer)
  }, [typed, onText])
  return (
    <div className="relative w-40 max-w-64 min-w-40 flex-1">
      <Search size={14} aria-hidden="true" className="absolute top-2 left-2.5 text-ink-3" />
      <input
        ref={inputRef}
        type="text"
        role="searchbox"
        aria-label={label}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          // While Chinese, Japanese or Korean is composed, these keys choose among its candidates.
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Escape') {
            event.preventDefault()
            if (typed === '') event.currentTarget.blur()
            else setTyped('')
          }
          if (event.key === 'ArrowDown' || event.key === 'Enter') {
            event.preventDefault()
            if (typed !== told.current) {
              told.current = typed
              onText(typed)
            }
            onLeave()
          }
        }}
        className="control w-full pr-8 pl-8 text-ellipsis"
      />
      <span className="absolute top-[6px] right-2">
        {typed === '' ? (
          <Kbd keys="/" />
        ) : (
          <IconButton
            icon={X}
            label="Clear the search"
            onClick={() => {
              setTyped('')
              // The button goes with the words.
              inputRef.current?.focus()
            }}
            className="-m-[5px] size-7"
          />
        )}
      </span>
    </div>
  )
}
