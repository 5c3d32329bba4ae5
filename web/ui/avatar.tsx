'use client';
import { Avatar as BaseAvatar } from '@base-ui/react/avatar';
import { cva, type VariantProps } from 'class-variance-authority';
import { User } from 'lucide-react';
import { initials } from './initials.ts';

const look = cva(
  'relative inline-grid shrink-0 place-items-center overflow-hidden rounded-full border border-line bg-sunken font-semibold text-soft select-none',
  {
    variants: { size: { small: 'size-8 text-sm', normal: 'size-10', large: 'size-16 text-xl' } },
    defaultVariants: { size: 'normal' },
  },
);

export interface AvatarProps extends VariantProps<typeof look> {
  /** Whose picture it is; stands beside it in words, so that the picture is silent. */
  name: string;
  /** Only https is loaded. */
  url: string | null;
}

/** A person's picture; the initials until it is there, and where there is none. The place never changes its size. */
export function Avatar({ name, url, size }: AvatarProps) {
  const letters = initials(name);
  return (
    <BaseAvatar.Root aria-hidden="true" className={look({ size })}>
      {url?.startsWith('https://') && (
        <BaseAvatar.Image
          src={url}
          alt=""
          // The address of an account page is no business of whoever hosts the picture.
          referrerPolicy="no-referrer"
          className="size-full object-cover"
        />
      )}
      {/* As generated content: letters that are read out or searched would be a word that nobody wrote. */}
      <BaseAvatar.Fallback
        data-letters={letters}
        className="grid place-items-center before:content-[attr(data-letters)]"
      >
        {letters === '' && <User className="size-5" />}
      </BaseAvatar.Fallback>
    </BaseAvatar.Root>
  );
}
