"""Code lists of accounts and proofs of use: the words that are entered, as the sources print them."""

from __future__ import annotations

from typing import Literal

AccountType = Literal[
    "희망키움통장Ⅰ",
    "희망키움통장Ⅱ",
    "내일키움통장",
    "청년희망키움통장",
    "희망저축계좌Ⅰ",
    "희망저축계좌Ⅱ",
    "청년내일저축계좌",
]
Benefit = Literal["생계급여", "의료급여"]
ClosureType = Literal["지급해지", "일부지급해지", "환수해지"]

Category = Literal[
    "주택구입 및 임대",
    "본인·자녀의 고등교육·기술훈련",
    "사업의 창업",
    "그밖의 자립자활에 필요한 용도",
]
# Which item belongs to which category, and what it asks for, stands in papers.toml.
Item = Literal[
    "자가구입",
    "임대보증금",
    "월세",
    "주택대출금 및 이자 상환",
    "주택건축",
    "주택 유지보수",
    "기숙사비",
    "주거안정 월세 대출 상환",
    "등록금",
    "교재비",
    "기술훈련비",
    "사설학원비",
    "개인과외",
    "어학연수비용",
    "워킹홀리데이 비용",
    "기타 교육",
    "점포 임대",
    "설비·물품 구입",
    "기타 창업",
    "자활기업 창업자금 등으로 구매",
    "택시면허 거래",
    "유흥주점·사행성 산업 창업",
    "의료비",
    "미용목적 의료비",
    "양·한약 조제비",
    "안경구입비",
    "사회보험 본인부담금",
    "ISA·적금 가입",
    "가구원 돌봄(요양원·재가요양)",
    "가구원 돌봄(어린이집)",
    "결혼자금",
    "혼수 예단",
    "장례비용",
    "기타",
]
Document = Literal[
    "임대차계약서",
    "매매계약서",
    "공사계약서",
    "견적서",
    "기타 계약서",
    "이체확인증",
    "사업자등록증",
    "세금계산서",
    "현금영수증",
    "영수증",
    "진단서",
    "소견서",
    "가입내역 확인서",
    "기타 입증서류",
    "간이영수증",
    "개인간확인증",
]

Decision = Literal["accepted", "rejected", "review"]
PersonsDecision = Literal["accepted", "rejected"]
Verdict = Literal["충족", "검토필요", "미충족", "해당없음", "규정없음"]
DECISION_WORDS: dict[Decision, str] = {"accepted": "인정", "rejected": "불인정", "review": "검토"}
