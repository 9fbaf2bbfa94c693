import { useCallback, useEffect, useRef } from 'react';
import { type WelcomeStep, welcomeSteps } from '#contract/model/ui-settings.ts';
import { t } from '../../locales/translate.ts';
import { useUiSettings } from '../../rpc/ui-settings.ts';
import { SayStep } from './say-step.tsx';
import { ThinkStep } from './think-step.tsx';
import { WorkStep } from './work-step.tsx';
import './onboarding.css';

/** The three first steps. Where one stands is kept by the host, so they go on in another window or another day. */
export const WelcomePage = ({ onChat }: { onChat: (chatId: string | null) => void }) => {
  const { ui, change } = useUiSettings();
  const step = ui.welcomeStep;
  const at = welcomeSteps.indexOf(step);
  const title = useRef<HTMLHeadingElement>(null);
  const move = (next: WelcomeStep): void => void change({ welcomeStep: next });
  const later = useCallback(() => {
    void change(ui.welcome === 'done' ? {} : { welcome: 'later' });
    onChat(null);
  }, [change, onChat, ui.welcome]);
  const finish = useCallback(
    (chatId: string) => {
      void change({ welcome: 'done', welcomeStep: 'think' });
      onChat(chatId);
    },
    [change, onChat],
  );
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented) later();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [later]);
  // A new step is read out from its title on.
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each step
  useEffect(() => {
    title.current?.focus({ preventScroll: true });
  }, [step]);
  return (
    <div className="py-welcome">
      <div className="py-welcome__column">
        <header className="py-welcome__head">
          <p className="py-welcome__brand">{t('welcome.title')}</p>
          <ol className="py-welcome__steps" aria-label={t('welcome.steps')}>
            {welcomeSteps.map((known, i) => (
              <li key={known} aria-current={known === step ? 'step' : undefined} data-past={i < at || undefined}>
                <span className="py-hidden">{t(`welcome.${known}`)}</span>
              </li>
            ))}
          </ol>
          <p className="py-dim">{t('welcome.stepOf', { n: at + 1 })}</p>
        </header>
        <h1 id="py-welcome-title" ref={title} tabIndex={-1}>
          {t(`welcome.${step}`)}
        </h1>
        {step === 'think' && (
          <>
            <p className="py-welcome__why">{t('welcome.thinkWhy')}</p>
            <ThinkStep onNext={() => move('work')} onLater={later} />
          </>
        )}
        {step === 'work' && (
          <>
            <p className="py-welcome__why">{t('welcome.workWhy')}</p>
            <WorkStep onBack={() => move('think')} onNext={() => move('say')} onLater={later} />
          </>
        )}
        {step === 'say' && <SayStep onBack={() => move('work')} onLater={later} onChat={finish} />}
      </div>
    </div>
  );
};
