package onlyonce.chaos.reconcile;

import onlyonce.chaos.recording.RecordedHistory;
import onlyonce.chaos.recording.RecordedRun;
import onlyonce.chaos.report.Report;

/** Comes to a report from a history's file alone, elsewhere and later. */
public final class ExamineRecording {
  private ExamineRecording() {}

  /**
   * The report of the run that was recorded.
   *
   * @throws onlyonce.chaos.recording.HistoryFileException when the file is not what was written
   */
  public static Report of(RecordedHistory history, ProgressListener progress) {
    RecordedRun run = history.run();
    Examination examination = new Examination(history, run.partitioning(), run.context(), progress);
    examination.read();
    return examination.report(run.rest(), run.at());
  }
}
