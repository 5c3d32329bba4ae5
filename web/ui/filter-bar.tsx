'use client';
import { Search, X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Button } from './button.tsx';
import { control } from './field.tsx';
import { SelectBox, selectControl } from './select-box.tsx';

export interface FilterBarProps {
  /** What is filtered: its name as a landmark. */
  label: string;
  /** Something is filtered now. */
  isFiltered: boolean;
  onClear(): void;
  children: ReactNode;
}

/** Above a list: what of it is shown. Each choice counts at once. */
export function FilterBar({ label, isFiltered, onClear, children }: FilterBarProps) {
  return (
    <search aria-label={label} className="flex flex-wrap items-end gap-3">
      {children}
      {isFiltered && (
        <Button kind="quiet" onClick={onClear}>
          <X aria-hidden="true" />
          Clear filters
        </Button>
      )}
    </search>
  );
}

/** How long nothing is typed before it counts; Enter makes it count at once. */
const pauseMs = 400;

interface TypedFilterProps {
  label: string;
  value: string;
  onChange(value: string): void;
  placeholder?: string;
}

/** What was typed, told after a pause; another value from outside replaces it. */
function useTyped({ value, onChange }: Pick<TypedFilterProps, 'value' | 'onChange'>) {
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setTyped(value);
  }, [value]);
  const latest = useRef(onChange);
  latest.current = onChange;
  const tell = (text: string) => {
    if (text.trim() === told.current) return;
    told.current = text.trim();
    latest.current(told.current);
  };
  const telling = useRef(tell);
  telling.current = tell;
  useEffect(() => {
    const soon = setTimeout(() => telling.current(typed), pauseMs);
    return () => clearTimeout(soon);
  }, [typed]);
  return { typed, setTyped, now: () => tell(typed) };
}

/** Words to look for. */
export function SearchFilter({ label, placeholder, ...told }: TypedFilterProps) {
  const id = useId();
  const { typed, setTyped, now } = useTyped(told);
  return (
    <div className="grid min-w-0 grow basis-64 gap-1">
      <label htmlFor={id} className="text-sm font-medium text-soft">
        {label}
      </label>
      <div className="relative">
        <Search aria-hidden="true" className="pointer-events-none absolute inset-y-0 left-3 my-auto size-5 text-soft" />
        <input
          id={id}
          type="search"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          placeholder={placeholder}
          onChange={({ target }) => setTyped(target.value)}
          onKeyDown={({ key }) => key === 'Enter' && now()}
          className={`${control} pl-10`}
        />
      </div>
    </div>
  );
}

/** A value that is compared as a whole. */
export function TextFilter({ label, placeholder, ...told }: TypedFilterProps) {
  const id = useId();
  const { typed, setTyped, now } = useTyped(told);
  return (
    <Labelled id={id} label={label}>
      <input
        id={id}
        type="text"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={typed}
        placeholder={placeholder}
        onChange={({ target }) => setTyped(target.value)}
        onKeyDown={({ key }) => key === 'Enter' && now()}
        className={control}
      />
    </Labelled>
  );
}

/** A day of the browser's calendar, `2026-01-31`; empty where none is chosen. */
export function DayFilter({ label, value, onChange }: Omit<TypedFilterProps, 'placeholder'>) {
  const id = useId();
  return (
    <Labelled id={id} label={label}>
      <input
        id={id}
        type="date"
        value={value}
        onChange={({ target }) => onChange(target.value)}
        className={`${control} min-w-0`}
      />
    </Labelled>
  );
}

export interface SelectFilterProps {
  label: string;
  value: string;
  /** The first one, of an empty value, filters nothing. */
  options: readonly { value: string; label: string }[];
  onChange(value: string): void;
}

/** One of a few. */
export function SelectFilter({ label, value, options, onChange }: SelectFilterProps) {
  const id = useId();
  // An address may name what is no choice: it is shown, and whoever asks the platform is told.
  const all = options.some((option) => option.value === value) ? options : [...options, { value, label: value }];
  return (
    <Labelled id={id} label={label}>
      <SelectBox>
        <select id={id} value={value} onChange={({ target }) => onChange(target.value)} className={selectControl}>
          {all.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </SelectBox>
    </Labelled>
  );
}

function Labelled({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 grow basis-36 grid-cols-1 gap-1 sm:max-w-64 sm:basis-52">
      <label htmlFor={id} className="text-sm font-medium text-soft">
        {label}
      </label>
      {children}
    </div>
  );
}
