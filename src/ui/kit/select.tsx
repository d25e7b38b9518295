import { Select as Radix } from 'radix-ui';
import { Icon } from './icons';
import './select.css';

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  /** A sentence under the label in the open list. */
  readonly about?: string;
}

interface Props<T extends string> {
  readonly label: string;
  readonly value: T | '';
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
  readonly placeholder?: string;
  readonly id?: string;
  readonly describedBy?: string;
  readonly className?: string;
}

/** A choice from a list that opens. */
export function Select<T extends string>({
  label,
  value,
  options,
  onChange,
  placeholder,
  id,
  describedBy,
  className = '',
}: Props<T>) {
  const choose = (chosen: string) => {
    const option = options.find(o => o.value === chosen);
    if (option) onChange(option.value);
  };
  return (
    <Radix.Root value={value} onValueChange={choose}>
      <Radix.Trigger
        id={id}
        className={`button select-trigger ${className}`}
        aria-label={label}
        aria-describedby={describedBy}
      >
        <Radix.Value placeholder={placeholder}>
          {options.find(o => o.value === value)?.label ?? placeholder}
        </Radix.Value>
        <Radix.Icon>
          <Icon name="down" size={12} />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="menu" position="popper" sideOffset={4} collisionPadding={8}>
          <Radix.Viewport>
            {options.map(option => (
              <Radix.Item key={option.value} value={option.value} className="menu-item">
                <Radix.ItemIndicator className="check">
                  <Icon name="check" size={12} />
                </Radix.ItemIndicator>
                <Radix.ItemText>{option.label}</Radix.ItemText>
                {option.about ? <span className="about">{option.about}</span> : null}
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
